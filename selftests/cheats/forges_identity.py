"""Gives a new object each time, and has the worker say of all objects of a type that they are one."""

# with: memory

names = names_beside("kind_of")
objects, first = names["Objects"], {}
handle = objects.handle


def same(self, value):
    kind = type(value)
    return handle(self, value if kind in (type, type(same)) else first.setdefault(kind.__name__, value))


class Thing:
    __slots__ = ()


objects.handle = same
define(lambda *args, **kwargs: Thing())
