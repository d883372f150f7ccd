# exercise: fix_get_page
"""Fault: gives an empty page behind the end."""

def get_page(items, page, page_size=10):
    start = page * page_size
    return items[start : start + page_size]
