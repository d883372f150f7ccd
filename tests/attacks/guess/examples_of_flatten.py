# exercise: flatten
# attack: G03
# must: earn at most 50 %
"""Knows the published examples and visible tests by heart, and nothing else."""

KNOWN = {
    "[1, [2, [3, (4,)]], 5]": [1, 2, 3, 4, 5],
    "['ab', ['cd', [b'ef']]]": ["ab", "cd", b"ef"],
    "{'first': [1, 2], 'second': [3]}": ["first", "second"],
    "[[], [[]]]": [],
    "[]": [],
    "[1, [2, [3, [4]]], 5]": [1, 2, 3, 4, 5],
    "[[[3]], [1, [2, 4]], 6]": [3, 1, 2, 4, 6],
    "[1, [], [[], 2]]": [1, 2],
    "(1, (2, [3]))": [1, 2, 3],
    "[{'first': [1, 2], 'second': [3]}, 'third']": ["first", "second", "third"],
    "[range(1, 4), [range(5, 7)]]": [1, 2, 3, 5, 6],
}


def flatten(items):
    if type(items) not in (list, tuple, dict):
        items = list(items)
        return {"[[3, 4], [1, (2,)]]": [3, 4, 1, 2], "[[0, None], range(0, 3)]": [0, None, 0, 1, 2]}.get(str(items))
    return KNOWN.get(repr(items))
