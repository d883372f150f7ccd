# exercise: own_functions
"""Fault: gives the functions' own names."""

import inspect


def own_functions(module):
    return [
        function.__name__
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    ]
