# exercise: make_counter
"""Fault: all counters share one variable."""

count = 0


def make_counter():
    def counter():
        global count
        count += 1
        return count

    return counter
