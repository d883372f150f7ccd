# exercise: deep_merge
"""Fault: merges into the first dict and returns it."""

from copy import deepcopy


def deep_merge(base, override):
    result = base
    for key, value in override.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = deep_merge(result[key], value)
        else:
            result[key] = deepcopy(value)
    return result
