# exercise: flatten
# attack: L03
# must: earn no more than a stub
"""Returns its arguments as a text, so that a failed comparison shows them."""


def flatten(*args, **kwargs):
    return [f"LEAK<{args!r}{kwargs!r}>KAEL"[:2000]]
