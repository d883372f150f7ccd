# exercise: own_functions
"""Fault: leaves out what has been wrapped."""

import inspect


def own_functions(module):
    return [
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not hasattr(function, "__wrapped__") and function.__module__ == module.__name__
    ]
