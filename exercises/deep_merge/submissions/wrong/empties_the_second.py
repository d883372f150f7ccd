# exercise: deep_merge
"""Fault: takes the values out of the second dict."""

from copy import deepcopy


def deep_merge(base, override):
    result = deepcopy(base)
    while override:
        key, value = override.popitem()
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = deep_merge(result[key], value)
        else:
            result[key] = deepcopy(value)
    return result
