# exercise: own_functions
"""Fault: leaves out functions that another function made."""

import inspect


def own_functions(module):
    return [
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if "<locals>" not in function.__qualname__ and function.__module__ == module.__name__
    ]
