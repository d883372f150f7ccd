# exercise: make_counter
"""A class whose objects can be called."""


class Counter:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> int:
        self.count += 1
        return self.count


def make_counter() -> Counter:
    return Counter()
