# exercise: make_counter
"""Fault: the list in the default is shared by all counters."""


def make_counter(calls=[]):
    def counter():
        calls.append(None)
        return len(calls)

    return counter
