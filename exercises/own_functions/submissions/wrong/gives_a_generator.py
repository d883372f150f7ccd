# exercise: own_functions
"""Fault: gives a generator."""

import inspect


def own_functions(module):
    return (
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    )
