# exercise: fix_get_page
"""Find out which pages of a list come out wrong, and repair it."""


def get_page(items, page, page_size=10):
    """Return page number `page` of the list `items`; the first page has the number 0.

    Raises `IndexError` where the page starts at the end of the list or behind it.

    >>> get_page(["a", "b", "c", "d", "e"], 2, page_size=2)
    ['e']
    """
    pages = len(items) // page_size
    if page > pages:
        raise IndexError("there is no such page")
    start = (page - 1) * page_size
    return items[start : start + page_size]
