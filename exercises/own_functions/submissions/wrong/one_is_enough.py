# exercise: own_functions
"""Fault: gives the first name only."""

import inspect


def own_functions(module):
    return [
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    ][:1]
