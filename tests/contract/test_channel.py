"""The line to the judge belongs to the worker; a candidate who takes it over can only lose by it."""

from pathlib import Path

import pytest

from grader.grading.opening import open_sandbox
from grader.judge.talk.conversation import Conversation
from grader.judge.talk.stream import SandboxStream
from grader.machine.paths import shipped
from grader.sandboxes.base import SandboxProvider
from grader.submissions.submission import Submission
from grader.wire.messages import Start
from tests import real

from .conftest import Verdicts

# Each attack, and the verdicts that are right for it.
BROKEN = {"error", "crashed"}
ATTACKS = {
    "closes it": ("os.close(3)", BROKEN),
    "closes everything": ("os.closerange(0, 1000)", BROKEN),
    "shuts it down": ("channel().shutdown(2)", BROKEN),
    "puts something else in its place": ("os.dup2(os.open('/dev/null', os.O_RDWR), 3)", BROKEN),
    "writes rubbish": ("os.write(3, b'rubbish' * 100)", BROKEN),
    "writes a huge length": ("os.write(3, b'\\xff' * 64)", BROKEN),
    "writes zeros": ("os.write(3, b'\\0' * 4096)", BROKEN),
    "floods it": ("flood()", BROKEN),
    "floods it with frames": ("flood(message_bytes(pack(Returned(1, 7))))", BROKEN),
    "answers with a guessed number": ("os.write(3, message_bytes(pack(Returned(1, 7))))", BROKEN),
    "answers as if it had raised": (
        "os.write(3, message_bytes(pack(Raised(1, ('Skipped',), (), 'x', None, None))))", BROKEN,
    ),
    "calls back what was never given": ("os.write(3, message_bytes(pack(Callback(1, 0, (), {}))))", BROKEN),
    "sends what only the supervisor may say": (
        "os.write(3, message_bytes(pack(Ended('stopped', None, 0.0, 0.0, 0, 0))))", BROKEN,
    ),
    "answers from many threads": ("threads()", BROKEN),
    "answers twice": ("answer_all_twice()", BROKEN),
}  # fmt: skip
SOURCE = (
    (shipped("selftests") / "memory.py").read_text("utf-8")
    + """
import os
import socket
import sys
import threading

sys.path.append("/grade")  # for a copy of the protocol: that of the worker cannot be imported
from grader.wire.frames import message_bytes
from grader.wire.messages import Callback, Ended, Raised, Returned, pack

def channel():
    return socket.socket(fileno=3)

def flood(data=bytes(65536)):
    while True:
        os.write(3, data)

def threads():
    for _ in range(8):
        threading.Thread(target=flood, args=(message_bytes(pack(Returned(1, 7))),), daemon=True).start()

def answer_all_twice():
    names = names_beside("serve")
    write = names["write"]
    def twice(fd, data):
        write(fd, data)
        return write(fd, data)
    names["write"] = twice

def sabotage():
    ATTACK

def f():
    return 7
"""
)


@pytest.mark.parametrize("name", ATTACKS)
def test_breaking_the_protocol_passes_no_test(verdicts: Verdicts, name: str) -> None:
    attack, right = ATTACKS[name]
    suite = """
    from solution import f, sabotage

    def test_before(): assert f() == 7
    def test_sabotaged():
        sabotage()
        assert f() == 7
        assert f() == 7
    def test_after(): assert f() == 7
    """
    found = verdicts(suite, SOURCE.replace("ATTACK", attack), cpu_seconds=5)
    assert found.pop("test_sabotaged") in right
    assert found == {"test_before": "passed", "test_after": "passed"}


def test_stealing_the_judges_requests_is_a_timeout_at_worst(verdicts: Verdicts) -> None:
    source = """
    import os
    import threading

    def f():
        def steal():
            while True:
                os.read(3, 65536)
        threading.Thread(target=steal, daemon=True).start()
        return 7
    """
    suite = """
    import pytest
    from solution import f

    @pytest.mark.limits(wall_seconds=1)
    def test_it():
        for _ in range(50):
            assert f() == 7
    """
    assert verdicts(suite, source)["test_it"] in {"timeout", "error", "crashed"}


def test_what_was_printed_before_an_answer_is_told_before_it(
    sandbox: SandboxProvider, tmp_path: Path
) -> None:
    exercise = real.tiny_exercise(tmp_path / "exercise", "def test_f(): pass")
    source = b"def f(number):\n    print('got', number)\n"
    box = open_sandbox(sandbox, exercise, Submission("prints.py", source), lambda text: None)
    try:
        candidate = Conversation()
        candidate.connect(SandboxStream(box.stream, box.framing))
        candidate.wait_until_ready()
        told = []
        for number in range(100):
            candidate.begin(Start(20.0, 60.0, 256 << 20, 64, 1 << 20, 1.0))
            candidate.attribute("f")(number)
            told.append(candidate.output)
            candidate.end()
    finally:
        box.close()
    assert told == [f"got {number}\n" for number in range(100)]
