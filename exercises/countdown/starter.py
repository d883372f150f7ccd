# exercise: countdown
"""Count down, as often as somebody asks."""


class CountdownIterable:
    """Counts from `start` down to 1.

    >>> countdown = CountdownIterable(3)
    >>> list(countdown), list(countdown)
    ([3, 2, 1], [3, 2, 1])
    """

    def __init__(self, start: int) -> None:
        raise NotImplementedError
