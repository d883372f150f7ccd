"""The judge's conversation with the worker: begin a test, ask, be called back, end it.

Theory of operation. Everything happens in the thread that asks: while it waits for an answer it also runs the
suite's call-backs and moves the bytes of forwarded connections. A test has one absolute deadline, kept here
whatever the sandbox says of its own clocks. What the sandbox does (dies, lies, floods, stalls) ends the test
as `Trouble`, which is no `Exception`, so that no suite swallows it; and the trouble is remembered.
"""

from __future__ import annotations

import builtins
import contextlib
import os
import secrets
import time
from collections.abc import Callable
from typing import Any

from ...report import Verdict
from ...wire.frames import Frame, Joiner, Kind, WireError
from ...wire.messages import (
    Callback,
    Ended,
    Items,
    Raised,
    Ready,
    RefKind,
    Request,
    Returned,
    Start,
    TestEnd,
    Verb,
    pack,
    unpack,
)
from ...wire.values import NotPlain, Ref, plain_base
from .channel import Channel
from .exceptions import rebuilt, showable
from .functions import Functions
from .loopback import Loopback
from .proxies import Proxy, described, reference
from .stream import DeadlinePassed, SandboxStream, StreamEnded

# The supervisor ends a test at its wall limit; this much later the judge no longer relies on it.
_GRACE_SECONDS = 3.0
_STOP_SECONDS = 10.0
_READY_SECONDS = 60.0
# How often one test may call back.
_CALL_BACKS = 1_000_000
_OUTPUT_CHARACTERS = 16 << 10
_ALL_TIME = 1e6

_VERDICTS = {
    TestEnd.EXITED: (Verdict.CRASHED, "the process ended itself"),
    TestEnd.SIGNALLED: (Verdict.CRASHED, "the process crashed"),
    TestEnd.PROCESSES: (Verdict.CRASHED, "it started too many processes or threads"),
    TestEnd.CPU: (Verdict.TIMEOUT, "it used more CPU time than the limit"),
    TestEnd.WALL: (Verdict.TIMEOUT, "it took longer than the limit"),
    TestEnd.MEMORY: (Verdict.MEMORY, "it used more memory than the limit"),
    TestEnd.OUTPUT: (Verdict.OUTPUT, "it printed more than the limit"),
}
_FILLED = Verdict.MEMORY, "what it gave takes more memory than checking it may use"


class Trouble(BaseException):
    """The candidate's code, or its sandbox, ended this test; carries the verdict."""

    def __init__(self, verdict: Verdict, message: str) -> None:
        super().__init__(message)
        self.verdict = verdict
        self.message = message


class SandboxLost(Exception):
    """The stream is gone, or no longer to be trusted: no further test can run."""


class Conversation:
    """The judge's side of the conversation with the candidate's process."""

    def __init__(self, *, before_hearing: Callable[[], None] = lambda: None) -> None:
        """`before_hearing` is called once, before anything of the candidate's is looked at."""
        self._connected: Channel | None = None
        self._ready: Ready | None = None
        self._number = 0
        self._live = False
        self._deadline = 0.0
        self._cpus = os.sched_getaffinity(0)
        self.loopback = Loopback(lambda frame: self._channel.send(frame))
        self.lost: str = ""
        self.heard = False  # whether anything has come from the candidate's code
        self._before_hearing = before_hearing
        self._reset()

    def _reset(self) -> None:
        self._joiner = Joiner()
        self._messages: list[bytes] = []
        self._functions = Functions(_CALL_BACKS)
        self._inside_call_back = False
        self._output = ""
        self._loading: int | None = None
        self._loaded = False
        self._ended: Ended | None = None
        self.trouble: Trouble | None = None
        self.suite_failure: BaseException | None = None
        self.requests = 0
        self._last_call: tuple[Any, tuple[Any, ...], dict[str, Any], Any] | None = None

    # --- what the plugin does

    @property
    def live(self) -> bool:
        """Whether a test is running, so that there is somebody to ask."""
        return self._live

    @property
    def output(self) -> str:
        """What the test has printed, as far as it was kept."""
        return self._output

    @property
    def last_call(self) -> str:
        """The last call to the candidate's code and what came of it, in a line; empty if there was none."""
        return described(*self._last_call) if self._last_call else ""

    @property
    def parts(self) -> int:
        """What the values of this test have cost so far, in parts of about 64 bytes."""
        return self._channel.parts if self._number else 0

    @property
    def loaded(self) -> bool:
        """Whether the candidate's file was loaded in this test."""
        return self._loaded

    def connect(self, stream: SandboxStream) -> None:
        """Talks to the worker at the other end of `stream` from now on."""
        self._connected = Channel(stream, self.loopback)
        self._deadline = time.monotonic() + _READY_SECONDS

    @property
    def _channel(self) -> Channel:
        if self._connected is None:
            raise SandboxLost("no sandbox is connected")
        return self._connected

    def wait_until_ready(self) -> Ready:
        """Waits for the worker's first message, which says what protects the host, and gives that message.

        Raises:
            SandboxLost: it says nothing.
        """
        try:
            while self._ready is None:
                frame = self._channel.next_frame(self._deadline)
                if frame.kind == Kind.READY:
                    message = unpack(frame.payload)
                    if type(message) is not Ready:
                        raise WireError("not a Ready")
                    self._ready = message
        except (StreamEnded, DeadlinePassed, WireError) as exc:
            raise SandboxLost(str(exc) or "the worker did not answer") from None
        return self._ready

    def begin(self, start: Start, *, load: bool = True) -> None:
        """Starts a fresh process for a test, which loads the candidate's file unless `load` is false."""
        self._reset()
        self._number += 1
        self._live = True
        self._stay_on({start.cpu} if start.cpu >= 0 else self._cpus)
        self._deadline = time.monotonic() + start.wall_seconds + _GRACE_SECONDS
        self._channel.begin()
        self._channel.parts = self.loopback.opened = 0
        self._channel.send(Frame(Kind.START, self._number, pack(start)))
        self._loading = self._post(Verb.LOAD, None, (), {}, keep=False) if load else None

    def settle(self) -> None:
        """Waits until the file is loaded, which must be so for any test to pass.

        Raises:
            Trouble: it cannot be.
        """
        if self._loading is None:
            return
        token, self._loading = self._loading, None
        answer = self._answer(token)
        if type(answer) is Raised:
            name = (answer.type_names or ("",))[0] or "an exception"
            where = f" (line {answer.line})" if answer.line else ""
            raise self._give_up(Verdict.ERROR, f"the file cannot be loaded: {name}: {answer.text}{where}")
        self._loaded = True

    def end(self) -> Ended:
        """Stops the test's process and gives how it ended.

        Raises:
            SandboxLost: the supervisor does not obey.
        """
        self.loopback.close()
        self._stay_on(self._cpus)
        self._live = False
        deadline = time.monotonic() + _STOP_SECONDS
        if self._ended is None and not self.lost:
            try:
                self._channel.begin()
                self._channel.send(Frame(Kind.STOP, self._number))
                while self._ended is None:
                    frame = self._channel.next_frame(deadline)
                    if frame.kind != Kind.DATA:  # nobody asks any more, and it may be broken
                        self._note(frame)
            except (StreamEnded, DeadlinePassed, WireError) as exc:
                self.lost = str(exc) or "the supervisor does not answer"
        if self._ended is None:
            raise SandboxLost(self.lost)
        return self._ended

    def _stay_on(self, cpus: set[int]) -> None:
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, cpus)

    # --- what a suite does, through proxies and fixtures

    def ask(self, verb: int, target: Any, /, *arguments: Any, **keywords: Any) -> Any:
        """Sends a request and gives its answer: a plain value or a `Proxy`.

        Raises:
            Trouble: there is none.
            Exception: the candidate's code raised one.
        """
        return self._ask(verb, target, arguments, keywords, keep=False)

    def ask_to_keep(self, verb: int, target: Any, /, *arguments: Any, **keywords: Any) -> Any:
        """Sends a request whose answer stays in the sandbox, and gives a `Proxy` of it."""
        return self._ask(verb, target, arguments, keywords, keep=True)

    def next_items(self, iterator: Any, count: int) -> tuple[list[Any], bool, Exception | None]:
        """Asks for `count` items of an iterator: those that came, whether it ended, and what it raised."""
        answer = self._request(Verb.NEXT, iterator, (count,), {}, keep=False)
        if type(answer) is Raised:
            raise self._exception(answer)
        if type(answer) is not Items or len(answer.items) > count:
            raise self._broken("the wrong kind of answer")
        failure = None
        if answer.failure is not None:
            try:
                failed = unpack(pack(Raised(0, *answer.failure)))
                assert type(failed) is Raised
            except (TypeError, WireError, NotPlain):
                raise self._broken("not a failure") from None
            failure = self._exception(showable(failed))
        return answer.items, answer.ended, failure

    def _ask(
        self, verb: int, target: Any, arguments: tuple[Any, ...], keywords: dict[str, Any], *, keep: bool
    ) -> Any:
        answer = self._request(verb, target, arguments, keywords, keep=keep)
        if verb == Verb.CALL:
            self._last_call = (target, arguments, keywords, answer)
        if type(answer) is Returned:
            return answer.value
        if type(answer) is Raised:
            raise self._exception(answer)
        raise self._broken("the wrong kind of answer")

    def _exception(self, raised: Raised) -> Exception:
        if raised.missing is not None:
            raise self._give_up(Verdict.ERROR, f"the file does not define `{raised.missing}`")
        return rebuilt(raised)

    def disbelieve(self, what: str) -> Trouble:
        """The end of this test, to be raised: what the sandbox said cannot be, as `what` tells."""
        return self._give_up(Verdict.ERROR, what)

    # --- requests and answers

    def _request(
        self, verb: int, target: Any, arguments: tuple[Any, ...], keywords: dict[str, Any], *, keep: bool
    ) -> Any:
        if not self._live:
            raise RuntimeError("the candidate's code can only be used while a test runs")
        if self._inside_call_back:
            raise RuntimeError("a function that the candidate calls cannot use the candidate's code")
        if self.trouble is not None:
            raise self.trouble
        self.requests += 1
        # Behind the file's loading, without waiting for that: it is looked at only if the file was loaded.
        token = self._post(verb, target, arguments, keywords, keep=keep)
        self.settle()
        return self._answer(token)

    def _post(
        self, verb: int, target: Any, arguments: tuple[Any, ...], keywords: dict[str, Any], *, keep: bool
    ) -> int:
        token = secrets.randbits(62)
        request = Request(token, verb, target, arguments, keywords, keep)
        self._channel.send_message(self._number, pack(request, self._outgoing))
        return token

    def _answer(self, token: int) -> Any:
        """Waits for the answer to the request `token`; runs the suite's call-backs until it comes."""
        if not self.heard:
            self._before_hearing()
            self.heard = True
        try:
            while True:
                answer = self._next_message()
                # What a class or bound may not be is checked by `unpack`; here, that it was asked for.
                if type(answer) not in (Returned, Raised, Items, Callback) or answer.token != token:
                    raise WireError("an answer that was not asked for")
                if type(answer) is not Callback:
                    if self.suite_failure is not None:
                        raise self.suite_failure
                    return showable(answer) if type(answer) is Raised else answer
                self._call_back(answer)
        except WireError as exc:
            raise self._broken(str(exc)) from None
        except DeadlinePassed:
            raise self._give_up(*_VERDICTS[TestEnd.WALL]) from None
        except StreamEnded as exc:
            self.lost = self.lost or str(exc)
            raise self._give_up(Verdict.CRASHED, "the sandbox ended") from None
        except MemoryError:  # a suite that went on would check what it has no memory of
            raise self._give_up(*_FILLED) from None

    def _next_message(self) -> Any:
        while not self._messages:
            if self._ended is not None:
                verdict, message = _VERDICTS.get(self._ended.reason, (Verdict.CRASHED, "the process ended"))
                raise self._give_up(verdict, message)
            self._note(self._channel.next_frame(self._deadline))
        return unpack(self._messages.pop(0), self._incoming, self._channel.spend)

    def _call_back(self, call: Callback) -> None:
        function = self._functions.called(call.number)
        self._inside_call_back = True
        reply: Returned | Raised
        try:
            reply = Returned(call.token, function(*call.arguments, **call.keywords))
        except MemoryError:
            raise
        except Exception as exc:  # noqa: BLE001 - whatever it is, the candidate's code sees it
            names = tuple(kind.__name__ for kind in type(exc).__mro__)
            scalars = all(type(argument) in (int, float, str, bool) for argument in exc.args)
            reply = Raised(call.token, names, exc.args if scalars else (str(exc),), str(exc))
        except BaseException as exc:  # noqa: BLE001 - such as pytest.fail: the suite's decision, no answer
            self.suite_failure = exc
            reply = Raised(call.token, ("RuntimeError",), ("the test is over",), "the test is over")
        finally:
            self._inside_call_back = False
        self._channel.send_message(self._number, pack(reply, self._outgoing))

    def _give_up(self, verdict: Verdict, message: str) -> Trouble:
        if self.trouble is None:
            self.trouble = Trouble(verdict, message)
        return self.trouble

    def _broken(self, detail: str) -> Trouble:
        return self._give_up(Verdict.ERROR, f"its process broke the protocol ({detail})")

    # --- values

    def _outgoing(self, value: Any) -> Any:
        kind = type(value)
        if kind is Proxy:
            return reference(value)
        name = getattr(value, "__name__", "function")
        if isinstance(value, type) and vars(builtins).get(name) is value:
            return Ref(RefKind.BUILTIN, 0, name)
        plain = plain_base(value)
        if plain is not None:
            return plain
        if hasattr(kind, "__next__"):
            return Ref(RefKind.STREAM, self._functions.number_of_iterator(value))
        if callable(value):
            return Ref(RefKind.CALLBACK, self._functions.number_of(value), name)
        raise NotPlain(f"a {kind.__name__} cannot be sent to the sandbox")

    def _incoming(self, ref: Ref) -> Proxy:
        return Proxy(self, Ref(RefKind.INSIDE, ref.number, ref.name), ref.kind)

    def _note(self, frame: Frame) -> None:
        """Files away a frame about the current test; one about an older test is dropped."""
        if frame.channel != self._number:
            return
        if frame.kind == Kind.DATA:
            self._messages.extend(self._joiner.feed(frame.payload))
        elif frame.kind == Kind.OUTPUT:
            text = frame.payload[1:].decode("utf-8", "replace")
            self._output = (self._output + text)[:_OUTPUT_CHARACTERS]
        elif frame.kind == Kind.ENDED:
            message = unpack(frame.payload)
            # A claim of the supervisor's; it must at least be a time.
            if type(message) is not Ended or not all(
                0 <= seconds < _ALL_TIME for seconds in (message.cpu_seconds, message.wall_seconds)
            ):
                raise WireError("not an Ended")
            self._ended = message
