# exercise: state_machine
# attack: R01, R03
# must: earn no more than a stub
"""Everything is `weakref.proxy`: an object of a built-in class that asks a liar for its truth, order and items."""

import weakref


class Liar:
    looks = 0

    def __bool__(self):
        Liar.looks += 1
        return Liar.looks % 2 == 1

    def __call__(self, *args):
        return weakref.proxy(self)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return weakref.proxy(self)

    def __getitem__(self, key):
        return weakref.proxy(self)

    def __iter__(self):
        return iter([self])

    def __len__(self):
        return 4

    def __contains__(self, item):
        return True

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    __lt__ = __le__ = __gt__ = __ge__ = __eq__


LIAR = Liar()
TaskStatus = is_valid_sequence = weakref.proxy(LIAR)
