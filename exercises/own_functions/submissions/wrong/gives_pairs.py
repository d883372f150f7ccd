# exercise: own_functions
"""Fault: gives names and functions."""

import inspect


def own_functions(module):
    return [
        (name, function)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    ]
