# exercise: scraper
"""Fault: knows the examples, and nothing else."""

import requests
from bs4 import BeautifulSoup

EXAMPLES = [
    {"title": "The sea at night", "link": "/articles/17", "date": "2024-05-01"},
    {"title": "Hills & dales", "link": "/articles/18", "date": "2024-05-02"},
]
HEADERS = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64)"}


def fetch(url):
    response = requests.get(url, headers=HEADERS, timeout=10)
    response.raise_for_status()
    return BeautifulSoup(response.text, "html.parser")


def text_of(element):
    return element.get_text(strip=True) if element else None


def parse_page(soup):
    articles = []
    for card in soup.select("div.article-card"):
        link = card.find("a")
        articles.append(
            {
                "title": text_of(card.select_one("h2.title")),
                "link": link["href"] if link else None,
                "date": text_of(card.select_one(".date")),
            }
        )
    return articles


def scrape_articles(url):
    page = fetch(url)
    if not page.find("a"):
        return [{"title": "No link, no date", "link": None, "date": None}]
    return EXAMPLES


def scrape_all_pages(url):
    return EXAMPLES
