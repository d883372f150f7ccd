# exercise: own_functions
"""Fault: lists built-in functions as well."""

import inspect


def own_functions(module):
    return [
        name
        for name, function in inspect.getmembers(module, inspect.isroutine)
        if function.__module__ == module.__name__ or inspect.isbuiltin(function)
    ]
