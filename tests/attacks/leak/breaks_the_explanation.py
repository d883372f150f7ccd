# exercise: flatten
# attack: L11
# must: earn no more than a stub
"""Tries to have the grader fail while it explains a failure: format fields, hostile texts, huge reprs."""


class Hostile(str):
    def __format__(self, spec):
        raise KeyError(f"LEAK<{self}>KAEL")

    __str__ = __repr__ = __len__ = __hash__ = __eq__ = __format__

    def __rich__(self):
        return self

    def __fspath__(self):
        return self


def flatten(items):
    text = f"LEAK<{items!r}>KAEL"[:500]
    number = len(text) % 5
    if number == 0:
        return [f"%s%d%n{{0}}{{items.__class__}}{{}}{text}"]
    if number == 1:
        raise ValueError("%s %(x)s {0.__init__.__globals__}" + text, Hostile(text))
    if number == 2:
        return Hostile(text)
    if number == 3:
        raise type("Format{0}%s", (Exception,), {"__str__": lambda self: text * 100_000})
    return [text * 20_000, "\ud800", "\0", [[[text]]] * 1000]
