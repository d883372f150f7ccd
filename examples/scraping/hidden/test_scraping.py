"""Hidden suite of scraping."""

import pytest
from solution import headings, make_app


@pytest.mark.group("Pages")
@pytest.mark.points(1)
def test_nested(web):
    """finds headings at any depth, without the markup in them"""
    assert headings(web.page("<div><h2>A <b>bold</b> one</h2></div>").url) == ["A bold one"]


@pytest.mark.group("The application")
@pytest.mark.points(1)
def test_app():
    """answers with JSON"""
    answer = make_app(["x", "y"]).test_client().get("/texts")
    assert answer.status_code == 200
    assert answer.get_json() == ["x", "y"]
