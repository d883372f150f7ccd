# exercise: own_functions
"""Fault: gives the names as they stand in the module."""

import inspect


def own_functions(module):
    return [
        name
        for name, function in vars(module).items()
        if inspect.isfunction(function) and function.__module__ == module.__name__
    ]
