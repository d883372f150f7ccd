# exercise: fix_get_page
"""Cuts the list into pages; the list of pages raises by itself."""

def get_page(items, page, page_size=10):
    pages = [items[at : at + page_size] for at in range(0, len(items), page_size)]
    return pages[page]
