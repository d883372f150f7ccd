# exercise: deep_merge
"""Fault: copies dicts, but lists and sets are shared."""

def copied(value):
    if isinstance(value, dict):
        return {key: copied(held) for key, held in value.items()}
    return value


def deep_merge(base, override):
    result = copied(base)
    for key, value in override.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = deep_merge(result[key], value)
        else:
            result[key] = copied(value)
    return result
