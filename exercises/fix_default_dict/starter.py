# exercise: fix_default_dict
"""Find out why a missing key is not stored, and repair it."""


class DefaultDict(dict):
    """A dict in which a missing key stands for an empty list.

    >>> d = DefaultDict()
    >>> d["foo"].append(1)
    >>> d
    {'foo': [1]}
    """

    def __missing__(self, key):
        return []
