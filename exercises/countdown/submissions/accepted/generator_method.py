# exercise: countdown
"""A generator makes the iterators, and another one those backwards."""


class CountdownIterable:
    def __init__(self, start: int) -> None:
        self._start = start

    def __iter__(self):
        number = self._start
        while number:
            yield number
            number -= 1

    def __reversed__(self):
        yield from range(1, self._start + 1)
