# exercise: fix_get_page
"""Fault: compares the page number with the number of items."""

def get_page(items, page, page_size=10):
    if page >= len(items):
        raise IndexError("there is no such page")
    return items[page * page_size : (page + 1) * page_size]
