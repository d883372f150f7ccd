"""Converts bytes to frames and back, in two layers over one bidirectional byte stream.

Theory of operation. The outer layer (`Frame`) multiplexes the communication between the judge and the
sandbox's supervisor: control, the output of a test, forwarded connections, and pieces of the conversation
with the process that runs the candidate's code. The supervisor passes those pieces on unread; the judge joins
them to messages with a second reader (`Joiner`, which has no kinds). Both readers learn a length before they
buffer that many bytes, and refuse a length above their bound.
"""

from __future__ import annotations

import struct

from .tuples import Fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# What both sides read, and so send, in one piece. Above 128 KiB the C library maps and unmaps memory for each
# read, which takes several times as long as the read.
PIECE_BYTES = 64 << 10
# The largest frame is a `Setup` with the largest source that a manifest can allow, 4 MiB.
MAX_FRAME_BYTES = (4 << 20) + PIECE_BYTES
# 16 MiB: ten times the largest honest argument (200 000 integers of 8 bytes).
MAX_MESSAGE_BYTES = 16 << 20
# What the arrays in a message may have besides, all together, where the exercise has such at all.
MAX_ARRAY_BYTES = 64 << 20
MAX_BYTES_WITH_ARRAYS = MAX_MESSAGE_BYTES + MAX_ARRAY_BYTES

_LENGTH = struct.Struct(">I")
_HEAD = struct.Struct(">IBI")
_BODY = struct.Struct(">BI")  # the same without the length

# What frames about time hold, in nanoseconds since the test began. `IDLE`: what the test has come to, until
# when it waits (or -1: for ever), whether there are no other processes. `TIME`: what it is now, whether it is
# real from now on. `LOOK`: how many pieces of the conversation came from the test's process so far.
IDLE = struct.Struct(">qq?")
TIME = struct.Struct(">q?")
LOOK = struct.Struct(">Q")
# What a frame about processes holds of each: its number, its CPU seconds, whether it is running.
PROCESS = struct.Struct(">qd?")


class WireError(Exception):
    """The error for a violation of the protocol, after which nothing from that side is trusted."""


class Kind:
    """The kinds of frames; each comment says who sends it and what `channel` means."""

    SETUP = 1  # judge: the submission and its limits, once
    START = 2  # judge: begin test `channel` in a fresh process
    STOP = 3  # judge: end test `channel`
    DATA = 4  # both: a piece of the conversation with test `channel`
    READY = 5  # supervisor: what is inside, once
    OUTPUT = 6  # supervisor: what test `channel` printed
    ENDED = 7  # supervisor: how test `channel` ended
    OPENED = 8  # supervisor: connection `channel` was made to the forwarded port
    BYTES = 9  # both: data on connection `channel`
    HALF_CLOSED = 10  # both: no more data will come on connection `channel`
    RESET = 11  # both: connection `channel` broke, or is over
    INPUT = 12  # judge: a piece of what the program of test `channel` reads; an empty one is its end
    FILES = 13  # judge: a piece of the files that lie in the current folder, before the set-up names them
    IDLE = 14  # supervisor: all of test `channel` waits, in virtual time
    TIME = 15  # judge: the time in test `channel`, which said that it waits
    LOOK = 16  # judge: does test `channel`, which says nothing, wait in some other way?
    STUCK = 17  # supervisor: it does
    PROCESSES = 18  # judge, empty: which processes has test `channel` had? supervisor: these, its own first


KINDS = frozenset(range(Kind.SETUP, Kind.PROCESSES + 1))


class Frame(Fields):
    """A message of the outer layer, with its kind and its channel."""

    kind: int  # one of `Kind`
    channel: int
    payload: bytes = b""

    def encode(self) -> bytes:
        """Encodes this frame, header included."""
        return _HEAD.pack(len(self.payload) + 5, self.kind, self.channel) + self.payload


class Joiner:
    """Assembles length-prefixed messages of at most `max_bytes` from pieces of a stream."""

    def __init__(self, max_bytes: int = MAX_MESSAGE_BYTES) -> None:
        self._max_bytes = max_bytes
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """Adds `data`; returns the messages that are now complete.

        Raises:
            WireError: a length above the bound was announced.
        """
        buffer = self._buffer
        if not buffer and len(data) >= 4 and _LENGTH.unpack_from(data)[0] == len(data) - 4 <= self._max_bytes:
            return [data[4:]]  # one whole message: the usual case, and the one to be quick in
        buffer += data
        messages = []
        start = 0
        while len(buffer) - start >= 4:
            (length,) = _LENGTH.unpack_from(buffer, start)
            if length > self._max_bytes:
                raise WireError(f"a message of {length} bytes was announced")
            if len(buffer) - start - 4 < length:
                break
            with memoryview(buffer) as view:  # a slice of the buffer itself would be one more copy
                messages.append(bytes(view[start + 4 : start + 4 + length]))
            start += 4 + length
        del buffer[:start]
        return messages


class FrameReader:
    """Assembles frames from pieces of a stream."""

    def __init__(self) -> None:
        self._joiner = Joiner(MAX_FRAME_BYTES)

    def feed(self, data: bytes) -> list[Frame]:
        """Adds `data`; returns the frames that are now complete.

        Raises:
            WireError: a frame is too long, too short or of no known kind.
        """
        return [_frame(body) for body in self._joiner.feed(data)]


def _frame(body: bytes) -> Frame:
    if len(body) < 5:
        raise WireError("a frame without a head")
    number, channel = _BODY.unpack_from(body)
    if number not in KINDS:
        raise WireError(f"a frame of unknown kind {number}")
    return Frame(number, channel, body[5:])


def message_bytes(body: bytes) -> bytes:
    """Encodes a message of the inner layer: its body with its length in front.

    Raises:
        WireError: it is above the bound that the reader keeps.
    """
    if len(body) > MAX_BYTES_WITH_ARRAYS:
        raise WireError(f"a message of {len(body)} bytes is above the {MAX_BYTES_WITH_ARRAYS} allowed")
    return _LENGTH.pack(len(body)) + body


def pieces(kind: int, channel: int, data: bytes) -> Iterator[bytes]:
    """Yields `data` as encoded frames of a size that the reader accepts."""
    for start in range(0, len(data), PIECE_BYTES):
        yield Frame(kind, channel, data[start : start + PIECE_BYTES]).encode()
