# exercise: deep_merge
"""Fault: a dict replaces a dict."""

from copy import deepcopy


def deep_merge(base, override):
    result = deepcopy(base)
    for key, value in override.items():
        result[key] = deepcopy(value)
    return result
