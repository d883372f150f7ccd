# exercise: fix_get_page
"""Fault: fills the last page up with None."""

def get_page(items, page, page_size=10):
    start = page * page_size
    if start >= len(items):
        raise IndexError("there is no such page")
    found = items[start : start + page_size]
    return found + [None] * min(page_size - len(found), 1000)
