# exercise: own_functions
"""Fault: keeps to __all__."""

import inspect


def own_functions(module):
    return [
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if name in getattr(module, "__all__", [name]) and function.__module__ == module.__name__
    ]
