# exercise: scraper
"""Fault: every page is taken for Latin-1."""

import requests
from bs4 import BeautifulSoup

HEADERS = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64)"}


def fetch(url):
    response = requests.get(url, headers=HEADERS, timeout=10)
    response.raise_for_status()
    return BeautifulSoup(response.content.decode("latin-1"), "html.parser")


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
    return parse_page(fetch(url))


def scrape_all_pages(url):
    articles, seen = [], set()
    while url and url not in seen:
        seen.add(url)
        soup = fetch(url)
        articles += parse_page(soup)
        following = soup.select_one("a.next-page")
        url = following["href"] if following else None
    return articles
