"""Defines each name of an exercise as what it has to be, with one answer for all.

Stands before every stub and every cheat of `grade audit`, and behind a line with KINDS: what the names are.
"""


class _Members(type):
    """Has every attribute: an instance for each name, the same one each time."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        member = cls.__new__(cls)
        setattr(cls, name, member)
        return member


def _class(name, answer):
    def respond(self, *args, **kwargs):
        return answer(*args, **kwargs)

    special = ("__call__", "__getitem__", "__len__", "__iter__", "__contains__", "__missing__")
    return _Members(
        name,
        (),
        dict.fromkeys(special, respond)
        | {"__init__": lambda self, *args, **kwargs: None}
        | {"__getattr__": lambda self, wanted: lambda *args, **kwargs: answer(*args, **kwargs)},
    )


def _coroutine_function(name, answer):
    async def function(*args, **kwargs):
        return answer(*args, **kwargs)

    return function


def _function(name, answer):
    def function(*args, **kwargs):
        return answer(*args, **kwargs)

    return function


def define(answer):
    """Every call of any of the exercise's names gives what `answer` gives for the same arguments."""
    makers = {"class": _class, "coroutine function": _coroutine_function, "function": _function}
    for name, kind in KINDS.items():  # noqa: F821
        globals()[name] = makers[kind](name, answer)


def in_turn(*answers):
    """One answer after the other, and again from the first."""
    left = []

    def answer(*args, **kwargs):
        if not left:
            left.extend(answers)
        return left.pop(0)

    return answer


def raises(kind):
    """An answer that is an exception."""

    def answer(*args, **kwargs):
        raise kind("no")

    return answer
