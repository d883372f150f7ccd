# exercise: deep_merge
"""Fault: takes the union of two sets."""

from copy import deepcopy


def deep_merge(base, override):
    result = deepcopy(base)
    for key, value in override.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = deep_merge(result[key], value)
        elif isinstance(value, set) and isinstance(result.get(key), set):
            result[key] = result[key] | value
        else:
            result[key] = deepcopy(value)
    return result
