# exercise: fix_multipliers
"""Four functions that are written out."""

def multipliers():
    def by_zero(x):
        return x * 0

    def by_two(x):
        return x * 2

    return iter((by_zero, lambda x: x * 1, by_two, lambda x: by_two(x) + x))
