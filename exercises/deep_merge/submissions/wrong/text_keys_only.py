# exercise: deep_merge
"""Fault: keys become strings."""

from copy import deepcopy


def deep_merge(base, override):
    result = {str(key): value for key, value in deepcopy(base).items()}
    for key, value in override.items():
        key = str(key)
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = deep_merge(result[key], value)
        else:
            result[key] = deepcopy(value)
    return result
