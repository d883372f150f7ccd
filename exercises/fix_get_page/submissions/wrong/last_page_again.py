# exercise: fix_get_page
"""Fault: gives the last page where there is none any more."""

def get_page(items, page, page_size=10):
    start = page * page_size
    start = min(start, (len(items) - 1) // page_size * page_size)
    return items[start : start + page_size]
