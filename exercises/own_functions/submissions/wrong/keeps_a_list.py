# exercise: own_functions
"""Fault: keeps one list for all calls."""

import inspect


kept = []


def own_functions(module):
    kept.extend(
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    )
    kept.sort()
    return kept
