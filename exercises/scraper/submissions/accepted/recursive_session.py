# exercise: scraper
"""Right: a session, find with classes, and one page calls the next; circles end."""

import requests
from bs4 import BeautifulSoup

session = requests.Session()
session.headers["User-Agent"] = "Mozilla/5.0"


def stripped(element):
    if element is None:
        return None
    return element.text.strip()


def parse(content):
    page = BeautifulSoup(content, features="html.parser")
    found = []
    for card in page.find_all("div", class_="article-card"):
        anchor = card.a
        found.append(
            dict(
                title=stripped(card.find("h2", class_="title")),
                link=None if anchor is None else anchor.get("href"),
                date=stripped(card.find(class_="date")),
            )
        )
    following = page.find("a", class_="next-page")
    return found, following and following["href"]


def get(url):
    answer = session.get(url)
    if not answer.ok:
        raise RuntimeError(f"status {answer.status_code}")
    return parse(answer.content)


def scrape_articles(url):
    found, _ = get(url)
    return found


def scrape_all_pages(url, seen=()):
    found, following = get(url)
    if following is None or following in (*seen, url):
        return found
    return found + scrape_all_pages(following, (*seen, url))
