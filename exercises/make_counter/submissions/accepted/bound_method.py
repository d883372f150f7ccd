# exercise: make_counter
"""The method of a generator."""


def _numbers():
    number = 1
    while True:
        yield number
        number += 1


make_counter = lambda: _numbers().__next__
