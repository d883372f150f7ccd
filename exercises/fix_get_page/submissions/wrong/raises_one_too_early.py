# exercise: fix_get_page
"""Fault: a last page with one item is none."""

def get_page(items, page, page_size=10):
    start = page * page_size
    if start >= len(items) - 1:
        raise IndexError("there is no such page")
    return items[start : start + page_size]
