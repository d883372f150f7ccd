# exercise: scraper
# fails: test_order
"""Fault: an article that stands on two pages is there once."""

import requests
from bs4 import BeautifulSoup


def fetch(url):
    answer = requests.get(url, headers={"User-Agent": "Mozilla/5.0"}, timeout=10)
    answer.raise_for_status()
    return BeautifulSoup(answer.text, "html.parser")


def parse_page(soup):
    articles = []
    for card in soup.select("div.article-card"):
        title, link, date = card.select_one("h2.title"), card.find("a"), card.select_one(".date")
        articles.append(
            {
                "title": title and title.get_text(strip=True),
                "link": link and link["href"],
                "date": date and date.get_text(strip=True),
            }
        )
    return articles


def scrape_articles(url):
    return parse_page(fetch(url))


def scrape_all_pages(url):
    articles = []
    while url:
        soup = fetch(url)
        articles += [article for article in parse_page(soup) if article not in articles]
        link = soup.select_one("a.next-page")
        url = link and link["href"]
    return articles
