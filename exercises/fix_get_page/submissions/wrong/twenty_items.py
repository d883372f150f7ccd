# exercise: fix_get_page
"""Fault: has another page size by default."""

def get_page(items, page, page_size=20):
    start = page * page_size
    if start >= len(items):
        raise IndexError("there is no such page")
    return items[start : start + page_size]
