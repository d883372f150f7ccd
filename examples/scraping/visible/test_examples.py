"""Visible suite of scraping."""

import pytest
from solution import headings


@pytest.mark.group("Examples")
@pytest.mark.points(1)
def test_headings(web):
    """finds the headings of a page"""
    page = web.page("<h1>Fruit</h1><h2>Apple</h2><p>red</p><h2>Pear</h2>")
    assert headings(page.url) == ["Apple", "Pear"]
    assert page.hits == 1
