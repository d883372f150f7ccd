# exercise: own_functions
"""Known good: inspect knows the functions, and they know their module."""

import inspect


def own_functions(module):
    return [
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    ]
