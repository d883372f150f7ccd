# exercise: fix_get_page
"""Fault: a last page that is not full is none."""

def get_page(items, page, page_size=10):
    start = page * page_size
    if start + page_size > len(items):
        raise IndexError("there is no such page")
    return items[start : start + page_size]
