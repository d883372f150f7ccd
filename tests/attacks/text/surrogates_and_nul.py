# exercise: flatten
# attack: T04
# must: earn no more than a stub
# verdicts: failed
"""Lone surrogates, NUL and non-characters in output, messages, class names and results."""

import sys

TEXT = "\ud800 \udfff \udc80\udcff \0 \ufffe\uffff \U0010ffff"


def flatten(items):
    sys.stdout.write(TEXT)
    sys.stdout.buffer.write(b"\xff\xfe\x00\xed\xa0\x80\xf4\x90\x80\x80\n")
    kind = len(repr(items)) % 3
    if kind == 0:
        raise ValueError(TEXT)
    if kind == 1:
        raise type("\udc80Odd", (OSError,), {"__str__": lambda self: TEXT})
    return [TEXT, TEXT.encode("utf-8", "surrogatepass"), {TEXT: TEXT}]
