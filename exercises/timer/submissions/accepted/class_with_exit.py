# exercise: timer
"""A class with __enter__ and __exit__."""

from time import monotonic


class timer:
    def __init__(self, label: str) -> None:
        self.label = label

    def __enter__(self) -> "timer":
        self.begin = monotonic()
        return self

    def __exit__(self, *failure: object) -> None:
        self.seconds = monotonic() - self.begin
        print("{}: {:.3f}s".format(self.label, self.seconds))
