# exercise: fix_get_page
"""Fault: counts the pages, rounding down."""

def get_page(items, page, page_size=10):
    start = page * page_size
    if page > len(items) // page_size:
        raise IndexError("there is no such page")
    return items[start : start + page_size]
