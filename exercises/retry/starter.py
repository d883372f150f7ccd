# exercise: retry
"""A decorator that calls again after an exception, waiting twice as long each time."""


def retry(max_attempts=3, base_delay=1.0, max_delay=30.0, exceptions=(Exception,)):
    """Return a decorator that calls a function again where it raises one of `exceptions`.

    There are at most `max_attempts` calls; after the last one its exception is raised. Before the next
    call it waits `min(base_delay * 2 ** (attempt - 1), max_delay)` seconds, where `attempt` counts the
    calls made so far, and up to 10 % longer if you like.
    """
    raise NotImplementedError
