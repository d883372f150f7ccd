# exercise: own_functions
"""List the functions that a module defines itself."""


def own_functions(module):
    """Give the names of the functions that are defined in the module, sorted.

    >>> import textwrap
    >>> own_functions(textwrap)
    ['dedent', 'fill', 'indent', 'shorten', 'wrap']
    """
