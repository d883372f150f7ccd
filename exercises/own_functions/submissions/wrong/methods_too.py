# exercise: own_functions
"""Fault: lists methods that have a name in the module."""

import inspect


def own_functions(module):
    return [
        name
        for name, function in inspect.getmembers(module, lambda one: inspect.isfunction(one) or inspect.ismethod(one))
        if function.__module__ == module.__name__
    ]
