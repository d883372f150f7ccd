"""The names themselves are objects that equal everything, can be called, awaited, iterated and indexed."""


class Equal:
    __eq__ = __contains__ = __bool__ = lambda self, *other: True
    __ne__ = lambda self, other: False
    __hash__ = lambda self: 0
    __len__ = lambda self: 1
    __iter__ = lambda self: iter([self])
    __getitem__ = __getattr__ = lambda self, key: self
    __call__ = lambda self, *args, **kwargs: self

    def __await__(self):
        return self
        yield


globals().update(dict.fromkeys(KINDS, Equal()))
