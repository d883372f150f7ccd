# exercise: fix_get_page
"""Counts the pages first."""

from math import ceil


def get_page(items: list, page: int, page_size: int = 10) -> list:
    last = ceil(len(items) / page_size) - 1
    if not 0 <= page <= last:
        raise IndexError(f"page {page}, but the last one is {last}")
    first = page * page_size
    return items[first : (first + page_size if page < last else None)]
