# exercise: flatten
# attack: X05
# must: earn no more than a stub
# verdicts: failed
"""An error that CPython cannot show: it raises SystemError where pytest wants a text."""


def flatten(items):
    exc = UnicodeEncodeError("utf-8", "abc", 0, 1, "x")
    exc.args = ("utf-8", "abc", -1, 0, "x")
    raise exc
