# exercise: own_functions
"""Fault: leaves out functions that have another name of their own."""

import inspect


def own_functions(module):
    return [
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__name__ == name and function.__module__ == module.__name__
    ]
