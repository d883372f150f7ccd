# exercise: least_non_representable
# attack: L02
# must: earn no more than a stub
"""Raises groups, syntax errors and import errors whose fields hold its arguments."""


def least_non_representable(nums):
    text = f"LEAK<{nums!r}>KAEL"[:2000]
    size = len(nums) % 4
    if size == 0:
        raise ExceptionGroup(text, [ValueError(text), ExceptionGroup(text, [TypeError(text)])])
    if size == 1:
        raise SyntaxError(text, (text, 1, 1, text, 1, 5))
    if size == 2:
        raise ModuleNotFoundError(text, name=text, path=text)
    raise UnicodeDecodeError("utf-8", text.encode(), 0, 1, text)
