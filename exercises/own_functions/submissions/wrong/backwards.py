# exercise: own_functions
"""Fault: gives the last name first."""

import inspect


def own_functions(module):
    return sorted([
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    ], reverse=True)
