"""Results that never come to an end."""


def answer(*args, **kwargs):
    while True:
        yield args[0] if args else None


define(answer)
