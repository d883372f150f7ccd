# exercise: fix_get_page
"""Fault: fills the last page up with items of the page before."""

def get_page(items, page, page_size=10):
    start = page * page_size
    if start >= len(items):
        raise IndexError("there is no such page")
    start = max(0, min(start, len(items) - page_size))
    return items[start : start + page_size]
