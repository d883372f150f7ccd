# exercise: own_functions
"""Fault: leaves out generator functions."""

import inspect


def own_functions(module):
    return [
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not inspect.isgeneratorfunction(function) and function.__module__ == module.__name__
    ]
