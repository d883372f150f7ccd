# exercise: fix_default_dict
"""The class of the library, told what to make."""

import collections


class DefaultDict(collections.defaultdict):
    def __init__(self, *args, **kwargs):
        super().__init__(list, *args, **kwargs)
