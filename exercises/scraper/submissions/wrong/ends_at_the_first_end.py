# exercise: scraper
"""Fault: a card ends where the first div within it does."""

import urllib.request
from html.parser import HTMLParser


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.articles, self.following = [], None
        self.card, self.reads = None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        classes = (attrs.get("class") or "").split()
        if tag == "a" and "next-page" in classes and self.following is None:
            self.following = attrs["href"]
        if self.card is not None:
            if tag == "a" and self.card["link"] is None:
                self.card["link"] = attrs["href"]
            if tag == "h2" and "title" in classes:
                self.reads, self.card["title"] = ("title", tag), ""
            elif "date" in classes:
                self.reads, self.card["date"] = ("date", tag), ""
        elif tag == "div" and "article-card" in classes:
            self.card = {"title": None, "link": None, "date": None}

    def handle_data(self, data):
        if self.reads:
            self.card[self.reads[0]] += data

    def handle_endtag(self, tag):
        if self.reads and tag == self.reads[1]:
            self.card[self.reads[0]] = self.card[self.reads[0]].strip()
            self.reads = None
        if self.card is not None and tag == "div":
            self.articles.append(self.card)
            self.card = None


def page_at(url):
    request = urllib.request.Request(url, headers={"User-agent": "Mozilla/4.0 (compatible)"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        page = Page()
        page.feed(answer.read().decode(answer.headers.get_content_charset("utf-8")))
    page.close()
    return page


def scrape_articles(url):
    return page_at(url).articles


def scrape_all_pages(url):
    articles, seen = [], set()
    while url and url not in seen:
        seen.add(url)
        page = page_at(url)
        articles.extend(page.articles)
        url = page.following
    return articles
