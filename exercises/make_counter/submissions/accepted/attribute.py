# exercise: make_counter
"""The count is an attribute of the function."""


def make_counter():
    def counter():
        counter.count += 1
        return counter.count

    counter.count = 0
    return counter
