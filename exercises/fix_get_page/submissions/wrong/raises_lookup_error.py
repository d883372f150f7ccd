# exercise: fix_get_page
"""Fault: raises a less exact exception."""

def get_page(items, page, page_size=10):
    start = page * page_size
    if start >= len(items):
        raise LookupError("there is no such page")
    return items[start : start + page_size]
