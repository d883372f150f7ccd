# exercise: flatten
# attack: L07
# must: earn no more than a stub
# verdicts: failed
"""Gives the arguments in a shape that makes a comparison show both sides: nearly right, then a mark."""


def flatten(items):
    text = f"LEAK<{items!r}>KAEL"[:300]
    return [[item, text] for item in list(items)[:20]] + [text]
