# exercise: own_functions
"""Fault: lists what was imported as well."""

import inspect


def own_functions(module):
    return [
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
    ]
