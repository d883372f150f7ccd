# exercise: own_functions
"""Right, but untidy: exceptions for what is no function."""
import sys
def own_functions(module):
    names = []
    for n in module.__dict__.copy():
        f = module.__dict__[n]
        try:
            f.__code__
            assert "method" not in repr(type(f))
            home = sys.modules[f.__module__]
        except (AttributeError, AssertionError):
            continue
        if home != module: print(n, "is from", home); continue
        names += [n]
    return sorted(names)
