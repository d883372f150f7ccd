# exercise: fix_get_page
"""Fault: takes the page number for a place in the list."""

def get_page(items, page, page_size=10):
    start = page
    if start >= len(items):
        raise IndexError("there is no such page")
    return items[start : start + page_size]
