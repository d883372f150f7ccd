# exercise: fix_multipliers
"""A function that makes one function; handed out one after the other."""

def times(factor):
    def multiply(number):
        return number * factor

    return multiply


def multipliers():
    for factor in range(4):
        yield times(factor)
