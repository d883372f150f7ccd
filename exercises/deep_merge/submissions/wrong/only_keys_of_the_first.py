# exercise: deep_merge
"""Fault: keys that only the second dict has are left out."""

from copy import deepcopy


def deep_merge(base, override):
    result = deepcopy(base)
    for key, value in override.items():
        if key not in base:
            continue
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = deep_merge(result[key], value)
        else:
            result[key] = deepcopy(value)
    return result
