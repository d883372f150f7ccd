# exercise: flatten
# attack: X06
# must: earn no more than a stub
"""Exceptions in exceptions: groups nested deep and wide, causes in a chain of 200 000 links and in a circle."""

import os


def nested(depth):
    group = ValueError("inside")
    for level in range(depth):
        group = ExceptionGroup(f"level {level}", [group, ValueError(level)])
    return group


def chained(links):
    last = first = ValueError(0)
    for link in range(links):
        following = ValueError(link)
        last.__cause__ = last.__context__ = following
        last = following
    return first, last


def flatten(items):
    way = os.getpid() % 4
    if way == 0:
        raise nested(50_000)
    if way == 1:
        raise ExceptionGroup("wide", [ValueError(number) for number in range(100_000)])
    first, last = chained(200_000)
    if way == 2:
        last.__cause__ = first
    first.add_note("note\n" * 100_000)
    raise first
