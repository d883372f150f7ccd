# exercise: deep_merge
"""Copies by pickling, then folds without changing anything."""

import pickle
from collections import ChainMap
from functools import reduce


def _merge_key(result, pair):
    key, value = pair
    old = result.get(key)
    both = isinstance(old, dict) and isinstance(value, dict)
    return {**result, key: _merged(old, value) if both else value}


def _merged(base, override):
    return reduce(_merge_key, override.items(), base)


def deep_merge(base, override):
    first, second = pickle.loads(pickle.dumps((base, {}))), pickle.loads(pickle.dumps([override]))
    return dict(ChainMap(_merged(first[0], second[0])))
