# exercise: flatten
# attack: X05
# must: earn no more than a stub
# verdicts: failed
"""The same error in every test, so that each of them would end the judge."""


def flatten(items):
    exc = UnicodeDecodeError("utf-8", b"", 0, 1, "x")
    far = -(1 << 46)
    exc.args = ("utf-8", b"", far, far + 1, "x")
    raise exc
