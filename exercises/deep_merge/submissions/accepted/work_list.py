# exercise: deep_merge
"""No recursion of its own: a list of pairs that are still to be merged."""

import copy


def deep_merge(base, override):
    merged = copy.deepcopy(base)
    todo = [(merged, copy.deepcopy(override))]
    while todo:
        target, source = todo.pop()
        for key in source:
            if isinstance(source[key], dict) and isinstance(target.get(key), dict):
                todo.append((target[key], source[key]))
            else:
                target[key] = source[key]
    return merged
