# exercise: timer
"""Fault: returns something true at the end."""

from time import monotonic


class timer:
    def __init__(self, label: str) -> None:
        self.label = label
        self.seconds = 0.0

    def __enter__(self) -> "timer":
        self.begin = monotonic()
        return self

    def __exit__(self, *failure: object) -> bool:
        self.seconds = monotonic() - self.begin
        print("{}: {:.3f}s".format(self.label, self.seconds))
        return True
