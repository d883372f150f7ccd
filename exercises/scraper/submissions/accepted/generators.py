# exercise: scraper
"""Right: generators, and prints what it reads."""

import requests
from bs4 import BeautifulSoup, SoupStrainer

AGENT = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36"


def soups(url):
    while url is not None:
        print("reading", url)
        with requests.Session() as session:
            response = session.request("GET", url, headers={"user-agent": AGENT}, timeout=(5, 20))
        if response.status_code >= 400:
            raise OSError(response.reason)
        soup = BeautifulSoup(response.content, "html.parser", parse_only=SoupStrainer(["div", "a"]))
        yield soup
        links = soup.select("a.next-page[href]")
        url = links[0].attrs["href"] if links else None


def first(elements, get):
    return next((get(element) for element in elements), None)


def articles(soup):
    for card in soup.css.iselect("div.article-card"):
        article = {
            "date": first(card.select(".date"), lambda element: element.get_text().strip()),
            "link": first(card.select("a"), lambda element: element.get("href")),
            "title": first(card.select("h2.title"), lambda element: element.get_text().strip()),
        }
        print(article)
        yield article


def scrape_articles(url):
    return list(articles(next(soups(url))))


def scrape_all_pages(url):
    return [article for soup in soups(url) for article in articles(soup)]
