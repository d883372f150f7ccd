# exercise: make_counter
"""Fault: the count begins anew at each call."""


def make_counter():
    def counter():
        count = 0
        count += 1
        return count

    return counter
