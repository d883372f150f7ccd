# exercise: own_functions
"""Fault: looks whether the function's module is within the module's name."""

import inspect


def own_functions(module):
    return [
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ in module.__name__
    ]
