# exercise: fix_multipliers
"""Fault: the loop is written out, and the functions still share one variable."""

def multipliers():
    functions = []
    for i in range(4):
        def multiply(x):
            return i * x

        functions.append(multiply)
    return functions
