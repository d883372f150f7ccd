# exercise: own_functions
"""Fault: finds each `def` in the module's text, methods and inner functions too."""

import inspect
import re


def own_functions(module):
    names = re.findall(r"def (\w+)|(\w+)(?:: \w+)? = lambda", inspect.getsource(module))
    return sorted({first or second for first, second in names})
