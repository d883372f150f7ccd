"""A run of the file as a program, by a sandbox that says what it likes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.judge.fixtures.program import Finished, Program
from grader.judge.talk.trouble import Misused, Trouble
from grader.report import Verdict
from grader.wire.frames import Kind, message_bytes, pieces
from grader.wire.messages import Ended, Invocation, Raised, Returned, TestEnd, Written, pack, unpack

from .conftest import Left, Peer, start

Run = Callable[..., Finished]


def ended(reason: str = TestEnd.EXITED, code: int | None = 0, printed: int = 0) -> Ended:
    return Ended(reason, code, 0.25, 0.5, 1000, printed)


class ProgramPeer:
    """Plays the sandbox in one run after the other: `given` is what each was given."""

    def __init__(self, *scripts: Callable[[Peer], None]) -> None:
        self._scripts = list(scripts)
        self.given: list[tuple[Invocation, bytes]] = []

    def __call__(self, peer: Peer) -> None:
        while True:
            frame = peer.frame()
            if frame.kind == Kind.STOP:
                peer.end()
                continue
            if frame.kind != Kind.START:
                continue
            peer.test = frame.channel
            invocation, read = None, b""
            while frame.kind != Kind.INPUT or frame.payload:
                frame = peer.frame()
                if frame.kind == Kind.DATA:
                    message = unpack(frame.payload[4:])
                    assert type(message) is Invocation
                    invocation = message
                elif frame.kind == Kind.INPUT:
                    read += frame.payload
            assert invocation is not None
            self.given.append((invocation, read))
            self._scripts.pop(0)(peer)


@pytest.fixture
def program(meet: Callable[..., Any]) -> Callable[..., Program]:
    """A function that gives the fixture of a test whose runs follow the scripts."""

    def make(*scripts: Callable[[Peer], None], peer: ProgramPeer | None = None, **limits: Any) -> Program:
        meeting = meet(peer or ProgramPeer(*scripts), begin=False)
        meeting.candidate.begin_apart(start()._replace(**limits))
        made = Program(meeting.candidate)
        made.meeting = meeting  # type: ignore[attr-defined]
        return made

    return make


def prints(*parts: tuple[int, bytes], end: Ended | None = None, files: Any = ()) -> Callable[[Peer], None]:
    def script(peer: Peer) -> None:
        for stream, data in parts:
            peer.send(Kind.OUTPUT, bytes((stream,)) + data)
        peer.say(Written(files))
        peer.end(end or ended())

    return script


def test_what_comes_of_a_run_is_texts_a_code_and_files(program: Any) -> None:
    peer = ProgramPeer(
        prints((1, "ä\n".encode()[:1]), (1, "ä\n".encode()[1:]), (2, b"\xff"), files=((b"x/\xff", b"\0"),)),
        prints(end=ended(TestEnd.SIGNALLED, 9)),
    )
    run = program(peer=peer)
    done = run("5\n", args=["a"], env={"B": "c"}, files={"d": "e"})
    assert (done.stdout, done.stderr, done.exit_code) == ("ä\n", "�", 0)
    assert done.files == {"x/\\xff": "\0"}
    assert run(b"\xff" * 200_000).exit_code == -9
    assert peer.given == [
        (Invocation(("a",), {"B": "c"}, {"d": b"e"}), b"5\n"),
        (Invocation((), {}, {}), b"\xff" * 200_000),
    ]
    total = run.meeting.candidate.end()
    assert (total.cpu_seconds, run.meeting.candidate.requests) == (0.5, 2)


def leaves(peer: Peer) -> None:
    raise Left


@pytest.mark.parametrize(
    ("script", "verdict", "message"),
    [
        (prints(end=ended(TestEnd.CPU, None)), Verdict.TIMEOUT, "it used more CPU time than the limit"),
        (prints(end=ended(TestEnd.WALL, None)), Verdict.TIMEOUT, "it took longer than the limit"),
        (prints(end=ended(TestEnd.MEMORY, None)), Verdict.MEMORY, "it used more memory than the limit"),
        (prints(end=ended(TestEnd.FILES, None)), Verdict.OUTPUT, "it left more files, or larger ones"),
        (prints(end=ended(TestEnd.PROCESSES, None)), Verdict.CRASHED, "it started too many processes"),
        (prints(end=ended(TestEnd.STOPPED, None)), Verdict.CRASHED, "the process ended"),
        (prints(end=ended("gladly", 0)), Verdict.CRASHED, "the process ended"),
        (prints(end=ended(printed=2000)), Verdict.OUTPUT, "it printed more than the limit"),
        # More than the supervisor may let through, and says that it did.
        (prints((1, b"x" * 600), (2, b"x" * 600)), Verdict.OUTPUT, "it printed more than the limit"),
        (prints(end=ended(code=None)), Verdict.ERROR, "it ended in no way that a program can"),
        (prints(end=ended(code=256)), Verdict.ERROR, "it ended in no way that a program can"),
        (prints(end=ended(code=-1)), Verdict.ERROR, "it ended in no way that a program can"),
        (prints(end=ended(TestEnd.SIGNALLED, 0)), Verdict.ERROR, "it ended in no way that a program can"),
        (prints(files=((b"x",),)), Verdict.ERROR, "its process broke the protocol"),
        (prints(files=(("x", b""),)), Verdict.ERROR, "its process broke the protocol"),
        (prints(files=(b"x",)), Verdict.ERROR, "its process broke the protocol"),
        (
            lambda peer: [peer.say(Returned(0, 7)), peer.end(ended())],
            Verdict.ERROR,
            "its process broke the protocol (the wrong kind of answer)",
        ),
        (
            lambda peer: [peer.send(Kind.DATA, b"\xff" * 8), peer.end(ended())],
            Verdict.ERROR,
            "its process broke the protocol",
        ),
        (leaves, Verdict.CRASHED, "the sandbox ended"),
    ],
)
def test_how_a_run_ends_decides_the_verdict(
    program: Any, script: Callable[[Peer], Any], verdict: Verdict, message: str
) -> None:
    run = program(script, output_bytes=1000)
    with pytest.raises(Trouble) as caught:
        run("")
    assert (caught.value.verdict, caught.value.message[: len(message)]) == (verdict, message)
    with pytest.raises(Trouble) as again:  # also where a suite has swallowed it
        run("")
    assert again.value is caught.value


def test_a_run_gets_what_the_runs_before_left_of_the_limits(program: Any) -> None:
    seen = []

    def script(peer: Peer) -> None:
        prints(end=ended(printed=300))(peer)

    run = program(script, script, script, cpu_seconds=0.6, output_bytes=1000)
    peer = run.meeting.peer
    original = peer.frame

    def noting() -> Any:
        got = original()
        if got.kind == Kind.START:
            seen.append(unpack(got.payload))
        return got

    peer.frame = noting
    run("")
    run("")
    run("")
    with pytest.raises(Trouble) as caught:
        run("")
    assert caught.value.verdict is Verdict.TIMEOUT
    later = seen[-1]
    assert (round(later.cpu_seconds, 2), later.output_bytes, later.program) == (0.1, 400, True)


def test_a_program_that_cannot_be_started_is_the_suites_fault(program: Any) -> None:
    def script(peer: Peer) -> None:
        peer.say(Raised(0, ("OSError",), (), "[Errno 28] No space left on device"))
        peer.end(ended(TestEnd.STOPPED, None))

    with pytest.raises(RuntimeError, match=r"cannot be started so: .Errno 28. No space"):
        program(script)("")


@pytest.mark.parametrize(
    "how",
    [
        {"args": "one text"}, {"args": ["a\0"]}, {"args": [1]}, {"env": {"A=": "b"}}, {"env": {"": "b"}},
        {"files": {"/etc/x": ""}}, {"files": {"../x": ""}}, {"files": {"a//b": ""}}, {"files": {"": ""}},
        {"files": {"a/.": ""}}, {"files": {"a": b"x" * (9 << 20)}}, {"args": ["x" * 40_000]},
    ],
)  # fmt: skip
def test_what_no_program_can_be_given_is_refused(program: Any, how: dict[str, Any]) -> None:
    with pytest.raises(Misused, match=r"`args`|environment|can be called|may be given"):
        program()("", **how)


def test_a_dialogue_waits_for_what_it_expects_and_no_longer(program: Any) -> None:
    peer = ProgramPeer(leaves)
    run = program(peer=peer)
    candidate = run.meeting.candidate
    talk = run.start()
    peer_of = run.meeting.peer
    peer_of.test = candidate._number
    peer_of.send(Kind.OUTPUT, b"\x01first? ")
    assert talk.expects("t", seconds=5) == "firs"
    with pytest.raises(AssertionError, match=r"did not print 'name' within 0.05 s, but '\? '"):
        talk.expects("name", seconds=0.05)
    peer_of.send(Kind.OUTPUT, b"\x02name")  # on the other stream
    peer_of.say(Written(()))
    peer_of.end(ended(code=1))
    with pytest.raises(AssertionError, match=r"ended without 'name', after '\? '"):
        talk.expects("name")


def test_without_a_test_that_runs_programs_there_is_no_run(meet: Any) -> None:
    meeting = meet(lambda peer: peer.serve(lambda request: Returned(request.token, 1)))
    with pytest.raises(RuntimeError, match="asks for `program`"):
        Program(meeting.candidate)("")
    meeting.candidate.end()


def test_in_such_a_test_nothing_is_imported(program: Any) -> None:
    run = program()
    with pytest.raises(RuntimeError, match="is not imported too"):
        run.meeting.candidate.ask(2, None)


def test_pieces_are_whole_messages() -> None:
    """What the scripted sandbox above takes for granted."""
    body = message_bytes(pack(Invocation((), {}, {})))
    assert len(list(pieces(Kind.DATA, 1, body))) == 1
