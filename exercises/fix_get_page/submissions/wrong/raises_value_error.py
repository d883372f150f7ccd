# exercise: fix_get_page
"""Fault: raises another exception."""

def get_page(items, page, page_size=10):
    start = page * page_size
    if start >= len(items):
        raise ValueError("there is no such page")
    return items[start : start + page_size]
