# exercise: own_functions
"""Fault: leaves out names with two underscores."""

import inspect


def own_functions(module):
    return [
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("__") and function.__module__ == module.__name__
    ]
