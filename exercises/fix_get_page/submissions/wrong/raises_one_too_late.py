# exercise: fix_get_page
"""Fault: a page that starts at the end is empty."""

def get_page(items, page, page_size=10):
    start = page * page_size
    if start > len(items):
        raise IndexError("there is no such page")
    return items[start : start + page_size]
