# exercise: flatten
# attack: C05
# must: earn everything
"""Right, and afterwards hardly a built-in function, json, pickle or standard stream is what it was."""

import builtins
import io
import json
import pickle
import sys

_isinstance, _hasattr = isinstance, hasattr


def flatten(items):
    for item in items:
        if _isinstance(item, (str_, bytes_)) or not _hasattr(item, "__iter__"):
            yield item
        else:
            yield from flatten(item)


str_, bytes_ = str, bytes
json.dumps = json.loads = pickle.dumps = pickle.loads = lambda *args, **kwargs: "{}"
for _name in ("repr", "len", "type", "isinstance", "iter", "next", "list", "dict", "str", "int", "print", "id"):
    setattr(builtins, _name, lambda *args, **kwargs: 0)
builtins.open = builtins.Exception = builtins.BaseException = None
sys.stdout, sys.stderr = io.StringIO(), None
sys.modules["json"] = sys.modules["struct"] = None
