# exercise: positive
"""Right, but untidy: a property with names that are counted."""

count = 0


class Negative(ValueError):
    pass


class Positive(property):
    def __init__(self):
        global count
        count += 1
        key = "positive %d" % count
        def read(it):
            try: return it.__dict__[key]
            except KeyError: print("never set")
        def write(it, n):
            old = read(it)
            it.__dict__[key] = n
            if n < 0:
                if old is None: del it.__dict__[key]
                else: it.__dict__[key] = old
                raise Negative(n)
        super().__init__(read, write)
