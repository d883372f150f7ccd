# exercise: own_functions
"""Fault: lists classes as well."""

import inspect


def own_functions(module):
    return [
        name
        for name, function in inspect.getmembers(module, lambda one: inspect.isfunction(one) or inspect.isclass(one))
        if function.__module__ == module.__name__
    ]
