# exercise: flatten
# attack: C02
# must: earn everything
"""Right, by an iterator whose repr, truth, length, hash and comparison all raise."""


class Leaves:
    def __init__(self, items):
        self.stack = [iter(items)]

    def __iter__(self):
        return self

    def __next__(self):
        while self.stack:
            for item in self.stack[-1]:
                if isinstance(item, (str, bytes)) or not hasattr(item, "__iter__"):
                    return item
                self.stack.append(iter(item))
                break
            else:
                self.stack.pop()
        raise StopIteration

    def _no(self, *args):
        raise RuntimeError("do not look at me")

    __repr__ = __str__ = __bool__ = __len__ = __hash__ = __eq__ = __ne__ = __lt__ = __format__ = _no
    __sizeof__ = __reduce__ = __reduce_ex__ = __copy__ = __contains__ = __length_hint__ = _no


def flatten(items):
    return Leaves(items)
