# exercise: fix_get_page
"""Reads its part with `islice`; nothing read means no page."""

from itertools import islice
from sys import maxsize


def get_page(items, page, page_size=10):
    start = min(page * page_size, maxsize)
    found = list(islice(items, start, min(start + page_size, maxsize)))
    if not found:
        raise IndexError(page)
    return found
