# exercise: fix_get_page
"""Slow: turns the pages one by one until it is there."""

def get_page(items, page, page_size=10):
    found = items[:page_size]
    rest = items[page_size:]
    for _ in range(page):
        found = rest[:page_size]
        rest = rest[page_size:]
    if not found:
        raise IndexError("there is no such page")
    return found
