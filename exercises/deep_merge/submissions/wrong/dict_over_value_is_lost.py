# exercise: deep_merge
"""Fault: a dict does not replace what is none."""

from copy import deepcopy


def deep_merge(base, override):
    result = deepcopy(base)
    for key, value in override.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = deep_merge(result[key], value)
        elif not isinstance(value, dict) or key not in result:
            result[key] = deepcopy(value)
    return result
