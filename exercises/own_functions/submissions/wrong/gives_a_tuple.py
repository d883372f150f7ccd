# exercise: own_functions
"""Fault: gives a tuple."""

import inspect


def own_functions(module):
    return tuple(
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    )
