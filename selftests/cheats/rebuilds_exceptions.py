"""Raises built-in exceptions whose arguments are about places and numbers that do not exist."""
import builtins
import itertools

FAR = (-(1 << 46), -1, 1 << 46, -40_000, (1 << 63) - 1)
ARGUMENTS = [("utf-8", b"A" * 400, far, far + 1, "x") for far in FAR]
ARGUMENTS += [("utf-8", "abc", far, far + 1, "x") for far in FAR]
ARGUMENTS += [("abc", far, far + 1, "x") for far in FAR]
ARGUMENTS += [("boom", "abcd"), (1, "", 1 << 62), (2, "x", "/etc/passwd"), (1 << 4000,), (None,) * 8]
kinds = [kind for kind in vars(builtins).values() if isinstance(kind, type) and issubclass(kind, Exception)]
# Those of Unicode at every other call.
unicode_kinds = itertools.cycle([UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError])
pairs = itertools.cycle(
    (kind, arguments)
    for other in kinds
    for arguments in ARGUMENTS
    for kind in (next(unicode_kinds), other)
)


def answer(*args, **kwargs):
    for kind, arguments in pairs:
        try:
            exc = kind.__new__(kind)
            exc.args = arguments
        except TypeError:
            continue
        raise exc


define(answer)
