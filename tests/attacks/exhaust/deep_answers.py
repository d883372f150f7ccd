# exercise: flatten
# attack: D04
# must: earn no more than a stub
# verdicts: failed, crashed, error, timeout
"""Answers nested 300 000 deep, that contain themselves, or that unfold to more than there is memory for."""

import os


def nested(kind):
    inner = kind(())
    for _ in range(300_000):
        inner = kind((inner,))
    return inner


def circular():
    outer = []
    outer += [outer, {"outer": outer}, (outer,)]
    return outer


def unfolding():
    inner = [0]
    for _ in range(200):
        inner = [inner, inner]
    return inner


def chained():
    inner = {}
    for _ in range(300_000):
        inner = {"inner": inner}
    return inner


def flatten(items):
    ways = (lambda: nested(list), lambda: nested(tuple), circular, unfolding, chained, lambda: nested(frozenset))
    way = os.getpid() % 20  # each once, by and large
    return [ways[way]()] if way < len(ways) else None
