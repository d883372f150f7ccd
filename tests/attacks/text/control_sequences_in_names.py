# exercise: state_machine
# attack: T01
# must: earn no more than a stub
# verdicts: failed, error
"""The same in the names of classes, modules, members, functions and of the file itself."""

import enum
import linecache

NASTY = (
    "\x1b[2J\x1b[1;1H100 of 100 points\x1b[0m \x1b]0;title\x07 \x1b]52;c;cm0gLXJm\x07 \x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\ "
    "\x9b31m\x9d0;t\x9c \r\x08\x7f\x0b\x0c\x85\u2028\u2029 \u202e\u2066\u200f\u061c \u200b\u2060\ufeff\u00ad\u3164 "
    "\U000e0041\U000e007f\ufe0f\u180e \u0e31\u0300"
)
Odd = type(NASTY, (Exception,), {"__module__": NASTY, "__qualname__": NASTY, "__str__": lambda self: NASTY})
TaskStatus = enum.Enum(NASTY, {name: NASTY for name in ("CREATED", NASTY)}, module=NASTY, qualname=NASTY)
linecache.cache[NASTY] = (9, None, [NASTY + "\n"], NASTY)
exec(compile("def is_valid_sequence(sequence):\n    raise Odd(sequence)\n", NASTY.replace("\0", ""), "exec"))
is_valid_sequence.__name__ = is_valid_sequence.__qualname__ = is_valid_sequence.__module__ = NASTY
__file__ = __name__ = NASTY
