# exercise: own_functions
"""Fault: sorts without regard to capital letters."""

import inspect


def own_functions(module):
    return sorted([
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    ], key=str.lower)
