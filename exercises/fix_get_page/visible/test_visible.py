"""The tests of fix_get_page that a candidate is given."""

import itertools

import pytest
from solution import get_page

pytestmark = pytest.mark.group("Examples")

LETTERS = ["a", "b", "c", "d", "e"]


def items_of(page):
    return list(itertools.islice(page, 20))


@pytest.mark.points(1)
@pytest.mark.hint("The first page has the number 0.")
def test_first_pages():
    """gives the first two pages"""
    assert items_of(get_page(LETTERS, 0, page_size=2)) == ["a", "b"]
    assert items_of(get_page(LETTERS, 1, page_size=2)) == ["c", "d"]


@pytest.mark.points(1)
@pytest.mark.hint("What is left at the end is a page too.")
def test_last_page():
    """gives a last page that is shorter"""
    assert items_of(get_page(LETTERS, 2, page_size=2)) == ["e"]


@pytest.mark.points(1)
def test_no_page():
    """raises IndexError where there is no page any more"""
    assert items_of(get_page(LETTERS, 0)) == LETTERS
    with pytest.raises(IndexError):
        items_of(get_page(LETTERS, 1))
