# exercise: deep_merge
"""Merge two nested dicts into a third one that shares nothing with them."""


def deep_merge(base: dict, override: dict) -> dict:
    """Return what `base` holds with `override` laid over it; dicts under one key are merged in turn.

    >>> deep_merge({"a": {"b": 1, "c": 2}}, {"a": {"c": 3}})
    {'a': {'b': 1, 'c': 3}}
    """
    raise NotImplementedError
