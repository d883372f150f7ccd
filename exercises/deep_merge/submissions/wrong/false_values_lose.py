# exercise: deep_merge
"""Fault: what counts as false in the second dict does not win."""

from copy import deepcopy


def deep_merge(base, override):
    result = deepcopy(base)
    for key, value in override.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = deep_merge(result[key], value)
        elif value or key not in result:
            result[key] = deepcopy(value)
    return result
