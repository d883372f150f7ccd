# exercise: log_call
"""A decorator that logs calls."""


def log_call(func):
    """Log each call of the function, and how it ended.

    Before the call there is an INFO record with the function's name, and after it another one. Where
    the function raises, there is an ERROR record with its name and that of the exception's class.
    """
    raise NotImplementedError
