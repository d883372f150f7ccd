# exercise: flatten
# attack: T01
# must: earn no more than a stub
# verdicts: failed
"""Control sequences, carriage returns, bidi, invisible characters and tags in messages and output."""

import os
import sys

NASTY = (
    "\x1b[2J\x1b[1;1H100 of 100 points\x1b[0m \x1b]0;title\x07 \x1b]52;c;cm0gLXJm\x07 \x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\ "
    "\x9b31m\x9d0;t\x9c \r\x08\x7f\x0b\x0c\x85\u2028\u2029 \u202e\u2066\u200f\u061c \u200b\u2060\ufeff\u00ad\u3164 "
    "\U000e0041\U000e007f\ufe0f\u180e \u0e31\u0300"
)


def flatten(items):
    print(NASTY, end="")
    print("\n" * 3 + "\r20 of 20 points  100 %  passed")
    sys.stderr.write(NASTY)
    os.write(1, bytes(range(256)))
    raise ValueError(NASTY)
