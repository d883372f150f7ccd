"""Results of a class below `list` whose special methods lie."""


class Lying(list):
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = lambda self, *other: True
    __ne__ = lambda self, other: False
    __hash__ = lambda self: 0
    __bool__ = lambda self: True
    __len__ = lambda self: 1
    __getitem__ = lambda self, key: self
    __iter__ = lambda self: iter([self])
    __class__ = property(lambda self: bool)


define(lambda *args, **kwargs: Lying([]))
