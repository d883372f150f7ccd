# exercise: flatten
# attack: X05
# must: earn no more than a stub
# verdicts: failed
"""A syntax error whose place in the text is no number: the standard library fails when it formats that."""


def flatten(items):
    raise SyntaxError("boom", "abcd")
