# exercise: own_functions
"""Fault: leaves out coroutine functions."""

import inspect


def own_functions(module):
    return [
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not inspect.iscoroutinefunction(function) and function.__module__ == module.__name__
    ]
