"""The tests of scraper that a candidate is given."""

import pytest
import solution

pytestmark = pytest.mark.group("Examples")

SEA = {"title": "The sea at night", "link": "/articles/17", "date": "2024-05-01"}
HILLS = {"title": "Hills & dales", "link": "/articles/18", "date": "2024-05-02"}


@pytest.mark.hint("select takes CSS: div.article-card")
def test_page(serve):
    """gives the articles of a page"""
    assert solution.scrape_articles(serve([SEA, HILLS]).url) == [SEA, HILLS]


@pytest.mark.hint("select_one gives None where there is nothing.")
def test_missing(serve):
    """gives None for what a card does not have"""
    page = serve([{"title": "No link, no date"}])
    assert solution.scrape_articles(page.url) == [{"title": "No link, no date", "link": None, "date": None}]


@pytest.mark.hint("Go on until a page has no a.next-page.")
def test_pages(serve):
    """follows the link to the next page"""
    last = serve([HILLS])
    first = serve([SEA], last.url)
    assert solution.scrape_all_pages(first.url) == [SEA, HILLS]
