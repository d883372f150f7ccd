# exercise: flatten
# attack: P03
# must: earn no more than a stub
# verdicts: error, failed, crashed, timeout
# within: 90 seconds
"""Messages that are hard on a decoder: 4 GiB announced, five million brackets, five million digits, keys that
collide, brackets that do not match, memo entries that are not there, text that is none, ranges without step."""

# with: memory

import os
import struct


conversation = caught(names_beside("serve")["Conversation"], "_write")
COLLIDING = b"".join(b"i" + struct.pack(">q", -1 - (n % 2)) + b"I\0\0\0\x21\1" + bytes(32) for n in range(500))
BODIES = (
    b"l" * 5_000_000,
    b"(" * 150_000 + b"t" * 150_000,
    b"(" * 90_000 + b"t" * 90_000 + b"g\0\0\0\0",
    b"I" + struct.pack(">I", 5_000_000) + b"\x7f" * 5_000_000,
    b"I\0\0\x06\xfa\x7f" + b"\xff" * 1785,
    b"D" + COLLIDING + b"}",
    b"(l]]t", b"l}", b"]", b"p" * 9, b"g\xff\xff\xff\xff",
    b"s\0\0\0\x02\xff\xfe",
    b"s\xff\xff\xff\xff",
    b"r" + (b"i" + bytes(8)) * 3,
    b"Q\x0f\xff\xff\xff" + bytes(64),
    b"lg\0\0\0\0" + b"g\0\0\0\0" * 100_000 + b"]",
    b"(" + b"lg\0\0\0\0]" * 20 + b"t",
    b"R\xff\xff\xff\xff\xff\xff" + b"\xff" * 510,
    b"d\x7f\xf8\0\0\0\0\0\1" * 3,
    bytes(range(256)) * 64,
)  # fmt: skip


def flatten(items):
    token = conversation[0]._token
    body = BODIES[os.getpid() % len(BODIES)]
    # With the head of a Returned, in its present form and in the one that has the token as a value.
    for message in (b"\5" + struct.pack(">q", token) + b"(" + body + b"t", b"(i" + bytes(7) + b"\5" + body):
        conversation[0]._write(struct.pack(">I", len(message)) + message)
    conversation[0]._write(b"\xff" * 64)
    return []
