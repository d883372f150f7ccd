# exercise: own_functions
"""Fault: reads the module's code for `def`, and knows nothing of the rest."""

import ast
import inspect


def own_functions(module):
    tree = ast.parse(inspect.getsource(module))
    return sorted(one.name for one in tree.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))
