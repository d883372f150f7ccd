# exercise: timed_cache
"""Write a decorator that keeps results for some seconds."""


def timed_cache(seconds):
    """Decorate a function so that each of its results is kept, and given again for `seconds`.

    >>> @timed_cache(10)
    ... def slow_square(number):
    ...     print("computing")
    ...     return number * number
    >>> slow_square(4)
    computing
    16
    >>> slow_square(4)
    16
    """
