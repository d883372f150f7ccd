# exercise: own_functions
"""Fault: sorts by the lines of the functions."""

import inspect


def own_functions(module):
    return sorted([
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    ], key=lambda name: getattr(module, name).__code__.co_firstlineno)
