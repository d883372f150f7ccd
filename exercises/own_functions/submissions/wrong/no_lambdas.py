# exercise: own_functions
"""Fault: leaves out lambdas."""

import inspect


def own_functions(module):
    return [
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__name__ != "<lambda>" and function.__module__ == module.__name__
    ]
