"""Hidden suite of fix_get_page.

A page may come as whatever holds its items. In the tests of pages nothing is behind the end; in those of the
end every list has pages that must be given, so that who always raises earns nothing.
"""

import itertools

import pytest
from solution import get_page


def numbers(rng, count):
    return [rng.randint(-99, 99) for _ in range(count)]


def check(expected, *arguments, **keywords):
    """Read one item more than expected at most: one too many is seen."""
    page = get_page(*arguments, **keywords)
    assert list(itertools.islice(page, len(expected) + 1)) == expected


def no_page(*arguments, **keywords):
    with pytest.raises(IndexError):
        list(itertools.islice(get_page(*arguments, **keywords), 1))


@pytest.mark.group("Pages")
class TestPages:
    @pytest.mark.points(2)
    @pytest.mark.hint("Page 0 begins with the first item, and no item lies between two pages.")
    def test_full_pages(self, rng):
        """gives the first pages and those in the middle"""
        for page_size in (1, 2, rng.randint(3, 9), rng.randint(10, 40)):
            pages = rng.randint(3, 8)
            items = numbers(rng, pages * page_size)
            for page in range(pages - 1):
                check(items[page * page_size :][:page_size], items, page, page_size)

    @pytest.mark.points(1)
    @pytest.mark.hint("A page that is not full is a page too.")
    def test_shorter_last_page(self, rng):
        """gives a last page with what is left"""
        for page_size in (2, 3, rng.randint(4, 20)):
            for left in {1, page_size // 2, page_size - 1}:
                pages = rng.randint(0, 5)
                items = numbers(rng, pages * page_size + left)
                check(items[-left:], items, pages, page_size)

    @pytest.mark.points(1)
    @pytest.mark.hint("Where the length is a multiple of the page size the last page is full.")
    def test_full_last_page(self, rng):
        """gives a last page that is full"""
        for page_size in (1, 2, rng.randint(3, 20)):
            for pages in (1, 2, rng.randint(3, 9)):
                items = numbers(rng, pages * page_size)
                check(items[-page_size:], items, pages - 1, page_size)

    @pytest.mark.points(1)
    @pytest.mark.hint("Without a page size a page has ten items.")
    def test_page_size(self, rng):
        """has ten items on a page unless it is told otherwise"""
        items = numbers(rng, 35)
        check(items[:10], items, 0)
        check(items[20:30], items, 2)
        check(items[30:], items, 3)
        check(items[10:15], items, 2, page_size=5)
        check(items[:11], items, 0, page_size=11)
        check(items, items, 0, page_size=rng.randint(36, 999))
        check(items, items, 0, 10**12)
        check(items[:10], items[:10], 0)
        check(items[:9], items[:9], 0)


@pytest.mark.group("Behind the end")
class TestEnd:
    @pytest.mark.points(2)
    @pytest.mark.hint("A page that starts exactly at the end has nothing on it.")
    def test_full_last_page(self, rng):
        """raises IndexError behind a last page that is full"""
        for page_size in (1, 2, rng.randint(3, 20)):
            for pages in (1, 2, rng.randint(3, 9)):
                items = numbers(rng, pages * page_size)
                check(items[-page_size:], items, pages - 1, page_size)
                no_page(items, pages, page_size)
        items = numbers(rng, 10)
        check(items, items, 0)
        no_page(items, 1)

    @pytest.mark.points(1)
    @pytest.mark.hint("Behind the shorter page there is no other one.")
    def test_shorter_last_page(self, rng):
        """raises IndexError behind a last page that is shorter"""
        for page_size in (2, 3, rng.randint(4, 20)):
            for left in {1, page_size // 2, page_size - 1}:
                pages = rng.randint(0, 5)
                items = numbers(rng, pages * page_size + left)
                check(items[-left:], items, pages, page_size)
                no_page(items, pages + 1, page_size)

    @pytest.mark.points(1)
    @pytest.mark.hint("There is no need to go through the pages before.")
    def test_far_behind(self, rng):
        """raises IndexError far behind the end"""
        items = numbers(rng, rng.randint(21, 29))
        check(items[20:], items, 2)
        for page in (3, 4, 5, rng.randint(6, 99), len(items), 10**12 + rng.randint(0, 99)):
            no_page(items, page)
            no_page(items, page + len(items), page_size=1)
            no_page(items, page, page_size=rng.randint(10, 999))
