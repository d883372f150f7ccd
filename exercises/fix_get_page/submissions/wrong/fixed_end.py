# exercise: fix_get_page
"""Fault: every page ends where the first one does."""

def get_page(items, page, page_size=10):
    start = page * page_size
    if start >= len(items):
        raise IndexError("there is no such page")
    return items[start : page_size]
