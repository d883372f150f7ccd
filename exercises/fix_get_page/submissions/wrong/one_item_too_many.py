# exercise: fix_get_page
"""Fault: the page includes the first item of the next one."""

def get_page(items, page, page_size=10):
    start = page * page_size
    if start >= len(items):
        raise IndexError("there is no such page")
    return items[start : start + page_size + 1]
