# exercise: own_functions
"""Fault: looks at the file of the code, which is another one where an imported decorator has wrapped it."""

import inspect


def own_functions(module):
    functions = inspect.getmembers(module, inspect.isfunction)
    return [name for name, function in functions if function.__code__.co_filename == module.__file__]
