"""Puts a module in its own place that has every name."""
import sys
import types


class Everything(types.ModuleType):
    __eq__ = lambda self, other: True
    __hash__ = lambda self: 0
    __getattr__ = lambda self, name: self
    __call__ = lambda self, *args, **kwargs: self
    __iter__ = lambda self: iter([self])

    def __await__(self):
        return self
        yield


define(lambda *args, **kwargs: True)
sys.modules[__name__] = Everything(__name__)
__getattr__ = Everything("everything").__getattr__
