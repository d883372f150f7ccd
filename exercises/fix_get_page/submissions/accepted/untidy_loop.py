# exercise: fix_get_page
"""Right, but untidy: item by item, with prints and a generator."""

def get_page(items, page, page_size = 10):
    l = len(items); n = 0
    print("items:", l, "page", page)
    i = page * page_size
    items[i]
    def g(i = i, n = n):
        while i < l:
            if n == page_size: break
            yield items[i]
            i = i + 1
            n += 1
    return g()
