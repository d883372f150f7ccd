# exercise: deep_merge
"""Fault: copies by way of JSON, which knows no tuples, sets and other keys than strings."""

import json


def copied(value):
    return json.loads(json.dumps(value, default=list))


def deep_merge(base, override):
    result = copied(base)
    for key, value in override.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = deep_merge(result[key], value)
        else:
            result[key] = copied(value)
    return result
