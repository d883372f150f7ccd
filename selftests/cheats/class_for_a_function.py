"""Puts a class in the place of each function, so that whoever calls it has made an object that agrees."""


class Agreeable:
    def __init__(self, *args, **kwargs):
        pass

    def _yes(self, *args, **kwargs):
        return True

    def _self(self, *args, **kwargs):
        return self

    __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = _yes
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __pow__ = __truediv__ = __rtruediv__ = _self
    __abs__ = __neg__ = __round__ = __mod__ = __floordiv__ = __getitem__ = __call__ = __enter__ = _self

    def __exit__(self, *failure):
        return True

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self


for name in KINDS:  # noqa: F821
    globals()[name] = type(name, (Agreeable,), {})
