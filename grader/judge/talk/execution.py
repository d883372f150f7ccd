"""One run of the candidate's file as a program: its input, its output, and how it ended.

The supervisor reads all results from pipes, from the kernel and from the program's folder. They are checked
against the limits again here, since a supervisor that was taken over may say anything.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from ...wire.frames import PIECE_BYTES, Kind, WireError
from ...wire.messages import Invocation, Message, Raised, TestEnd, Written, pack
from .trouble import Misused

if TYPE_CHECKING:
    from .conversation import Conversation

# What one run may print, whatever the exercise allows: it is kept whole, in this process.
_MOST_BYTES = 16 << 20
# How a program ends by itself, and with which statuses or signals.
_STATUSES = {TestEnd.EXITED: range(256), TestEnd.SIGNALLED: range(1, 65)}


class Execution:
    """A run of the candidate's file as a program, still running or ended."""

    def __init__(self, conversation: Conversation, invocation: Invocation) -> None:
        """Starts the program with what the test's limits have left.

        Raises:
            Misused: no test is running that runs programs.
            Trouble: there is nothing left, or the test has ended already.
        """
        limits, spent = conversation.limits, conversation.spent
        if limits is None:
            raise Misused("a program can only be run by a test that asks for `program`")
        if conversation.trouble is not None:
            raise conversation.trouble
        self._conversation = conversation
        self._start = limits._replace(
            cpu_seconds=limits.cpu_seconds - spent.cpu_seconds,
            wall_seconds=conversation.seconds_left,
            output_bytes=min(_MOST_BYTES, limits.output_bytes - spent.printed_bytes),
            program=True,
        )
        for reason, left in (
            (TestEnd.CPU, self._start.cpu_seconds),
            (TestEnd.WALL, self._start.wall_seconds),
        ):
            if left <= 0:
                raise conversation.beyond(reason)
        self.out, self.err = bytearray(), bytearray()
        self.files: dict[bytes, bytes] = {}
        self.exit_code: int | None = None  # None while it goes on
        conversation.requests += 1
        conversation.launch(self._start)
        conversation.post_message(pack(invocation))

    def give(self, data: bytes) -> None:
        """Sends `data` to the program's input."""
        for begin in range(0, len(data), PIECE_BYTES):
            self._conversation.post(Kind.INPUT, data[begin : begin + PIECE_BYTES])

    def give_no_more(self) -> None:
        """Closes the program's input."""
        self._conversation.post(Kind.INPUT)

    def goes_on(self, seconds: float = math.inf) -> bool:
        """Waits for more output or the end of the program; returns whether it is still running.

        Raises:
            TimeoutError: nothing happens within `seconds`.
            Trouble: it passes a limit, or the sandbox fails.
        """
        if self.exit_code is not None:
            return False
        conversation = self._conversation
        frame = conversation.next_frame(time.monotonic() + seconds)
        if frame is None:
            raise TimeoutError
        if frame.kind == Kind.OUTPUT and frame.payload[:1] != b"\0":
            (self.err if frame.payload[:1] == b"\x02" else self.out).extend(frame.payload[1:])
            if len(self.out) + len(self.err) > self._start.output_bytes:
                raise conversation.beyond(TestEnd.OUTPUT)
        elif frame.kind == Kind.ENDED:
            self._end()
        return self.exit_code is None

    def stop(self) -> None:
        """Kills the program if it is still running."""
        if self.exit_code is None:
            self._conversation.post(Kind.STOP)
            while self._conversation.ended is None:
                self._conversation.next_frame(math.inf)
            self.exit_code = -9  # SIGKILL

    def _end(self) -> None:
        conversation, ended = self._conversation, self._conversation.ended
        assert ended is not None
        try:
            for message in conversation.messages():
                self._hear(message)
        except WireError as exc:
            raise conversation.disbelieve(f"its process broke the protocol ({exc})") from None
        if ended.printed_bytes > self._start.output_bytes:
            raise conversation.beyond(TestEnd.OUTPUT)
        if ended.reason not in _STATUSES:
            raise conversation.beyond(ended.reason)
        code = ended.code
        if code is None or code not in _STATUSES[ended.reason]:
            raise conversation.disbelieve("it ended in no way that a program can")
        self.exit_code = code if ended.reason == TestEnd.EXITED else -code

    def _hear(self, message: Message) -> None:
        if type(message) is Raised:  # before anything of the candidate's ran
            raise Misused(f"the program cannot be started so: {message.text}")
        if type(message) is not Written:
            raise WireError("the wrong kind of answer")
        for pair in message.files:
            if type(pair) is not tuple or len(pair) != 2 or not all(type(part) is bytes for part in pair):
                raise WireError("not a file")
            self.files[pair[0]] = pair[1]
