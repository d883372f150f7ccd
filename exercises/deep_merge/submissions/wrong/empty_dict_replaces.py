# exercise: deep_merge
"""Fault: an empty dict in the second takes the place of a full one."""

from copy import deepcopy


def deep_merge(base, override):
    result = deepcopy(base)
    for key, value in override.items():
        if value and isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = deep_merge(result[key], value)
        else:
            result[key] = deepcopy(value)
    return result
