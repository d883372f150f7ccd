# exercise: timer
"""A context manager that takes the time."""


def timer(label):
    """Print at the end of the `with` block how many seconds it took.

    `with timer("query"): ...` prints a line such as `query: 1.250s`.
    """
    raise NotImplementedError
