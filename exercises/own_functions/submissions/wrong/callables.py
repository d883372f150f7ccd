# exercise: own_functions
"""Fault: lists whatever can be called."""

import inspect


def own_functions(module):
    return [
        name
        for name, function in inspect.getmembers(module, callable)
        if getattr(function, "__module__", "") == module.__name__
    ]
