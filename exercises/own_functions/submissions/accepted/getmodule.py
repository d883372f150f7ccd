# exercise: own_functions
"""Right: asks inspect for the module of each function, and sorts a set."""

import inspect


def own_functions(module):
    def is_own(name):
        value = getattr(module, name)
        return inspect.isfunction(value) and inspect.getmodule(value) is module

    return sorted(set(filter(is_own, dir(module))))
