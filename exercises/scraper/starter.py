# exercise: scraper
"""Collect articles from web pages with requests and Beautiful Soup, page after page."""


def scrape_articles(url: str) -> list[dict]:
    """Give the articles of a page, each with its `title`, `link` and `date`."""


def scrape_all_pages(url: str) -> list[dict]:
    """Give the articles of a page and of all that follow it."""
