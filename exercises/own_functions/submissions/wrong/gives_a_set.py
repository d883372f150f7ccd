# exercise: own_functions
"""Fault: gives a set."""

import inspect


def own_functions(module):
    return {
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    }
