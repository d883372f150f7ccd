"""Raises another built-in exception at each call."""
import builtins
import itertools

kinds = itertools.cycle(
    [kind for kind in vars(builtins).values() if isinstance(kind, type) and issubclass(kind, Exception)]
)


def answer(*args, **kwargs):
    raise next(kinds)("no")


define(answer)
