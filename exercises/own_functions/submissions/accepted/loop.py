# exercise: own_functions
"""Right: a loop over the module's dict."""

from types import FunctionType, ModuleType


def own_functions(module: ModuleType) -> list[str]:
    found = []
    for name, value in vars(module).items():
        if isinstance(value, FunctionType) and value.__module__ == module.__name__:
            found.append(name)
    found.sort()
    return found
