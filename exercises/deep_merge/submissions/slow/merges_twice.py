# exercise: deep_merge
"""Slow: merges dicts once to see whether anything comes of it, and once again: each level doubles the time."""

from copy import deepcopy


def deep_merge(base, override):
    result = deepcopy(base)
    for key, value in override.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            if deep_merge(result[key], value) != result[key]:
                result[key] = deep_merge(result[key], value)
        else:
            result[key] = deepcopy(value)
    return result
