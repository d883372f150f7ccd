"""Results that are true the first time one looks and false the second."""


class Flips:
    seen = False

    def __bool__(self):
        self.seen = not self.seen
        return self.seen

    __eq__ = __ne__ = lambda self, other: bool(self)
    __hash__ = lambda self: 0


define(lambda *args, **kwargs: Flips())
