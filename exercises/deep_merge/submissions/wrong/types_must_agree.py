# exercise: deep_merge
"""Fault: a dict is only replaced by a dict."""

from copy import deepcopy


def deep_merge(base, override):
    result = deepcopy(base)
    for key, value in override.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = deep_merge(result[key], value)
        elif not isinstance(result.get(key), dict):
            result[key] = deepcopy(value)
    return result
