# exercise: fix_get_page
"""Known good: where the page starts decides; a slice ends with the list by itself."""

def get_page(items, page, page_size=10):
    start = page * page_size
    if start >= len(items):
        raise IndexError("there is no such page")
    return items[start : start + page_size]
