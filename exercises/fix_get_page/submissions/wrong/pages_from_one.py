# exercise: fix_get_page
"""Fault: pages count from 1."""

def get_page(items, page, page_size=10):
    start = (page - 1) * page_size
    if start >= len(items):
        raise IndexError("there is no such page")
    return items[start : start + page_size]
