# exercise: make_counter
"""Fault: all counters share one variable, which each new one sets back."""

count = 0


def make_counter():
    global count
    count = 0

    def counter():
        global count
        count += 1
        return count

    return counter
