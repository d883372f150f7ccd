"""Submissions that attack by where they lie, what kind of file they are, how long, or what they are called.

What bad input says in general is tested with the commands, in `tests/cli/`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.submissions.submission import MOST_BYTES
from tests import command, real
from tests.command import Done

REJECTED, USAGE = 5, 2
GOOD = b"# exercise: flatten\n" + command.GOOD
# Each would mean something to a program that is given it carelessly: an option, a mount, a module's name.
NAMES = (
    "-rf.py", "--privileged", "--", "-v=host:rw.py", "a:b:rw.py", "a,readonly=false.py",
    "$(touch made).py", "a;touch made.py", "%s%n{0.__class__}.py", "~.py", "*.py", "json.py", "conftest.py",
    "__init__.py",
    "sitecustomize.py", "solution.py", "grader.py", "x.pth", "a.py\n--audience=assessor",
)  # fmt: skip


Submit = Callable[..., Done]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


@pytest.fixture
def submit(here: Path, tmp_path_factory: pytest.TempPathFactory) -> Submit:
    """Runs `grade submit` in the folder `here`, for JSON."""
    real.sandbox_or_skip("bubblewrap")

    def run(*arguments: str | bytes, sandbox: str = "bubblewrap", **options: Any) -> Done:
        chosen = ("submit", "--sandbox", sandbox, "--format", "json")
        return command.run(*chosen, *arguments, cwd=here, folder=tmp_path_factory.getbasetemp(), **options)

    return run


@pytest.fixture
def other_end(here: Path) -> Iterator[socket.socket]:
    """A socket in the file system, called `socket.py`."""
    with socket.socket(socket.AF_UNIX) as held:
        held.bind(str(here / "socket.py"))
        yield held


def rejected(done: Done, code: str) -> None:
    """Turned away at once: no score, one sentence, blamed on nobody but the candidate."""
    assert (done.code, done.err.count("\n")) == (REJECTED, 1), done
    assert done.err.startswith("grade: ")
    assert (done.json["status"], done.json["score"], done.json["tests"]) == ("rejected", None, [])
    assert (done.json["problem"]["owner"], done.json["problem"]["code"]) == ("candidate", code)


def test_a_device_or_a_pipe_is_never_read(submit: Submit, here: Path, other_end: socket.socket) -> None:
    os.mkfifo(here / "fifo.py")
    for path in ("/dev/zero", "/dev/urandom", "/dev/full", "/dev/tty", "fifo.py", "/proc/self/fd/0"):
        done = submit(path)
        assert done.code == REJECTED, (path, done)
        assert done.json["score"] is None
    rejected(submit("socket.py"), "unreadable")
    assert other_end.getsockname() == str(here / "socket.py")


def test_standard_input_is_read_once_and_bounded_by_any_of_its_names(submit: Submit, here: Path) -> None:
    (here / "good.py").write_bytes(GOOD)
    (here / "large.py").write_bytes(GOOD + b"#" * (MOST_BYTES + (1 << 20)))
    for path in ("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"):
        with open(here / "good.py", "rb") as given:
            assert submit(path, stdin=given).json["score"]["fraction"] == 1
        with open(here / "large.py", "rb") as given:
            rejected(submit(path, stdin=given), "too-large")
            assert given.read() != b""  # nobody reads more than he must
    # What we have open ourselves is no submission, whatever it is.
    for number in (3, 4, 5, 6, 77):
        assert submit(f"/dev/fd/{number}").code == REJECTED


def test_a_link_is_not_followed_wherever_it_leads(submit: Submit, here: Path) -> None:
    (here / "good.py").write_bytes(GOOD)
    for place, target in enumerate(
        ("good.py", "/etc/passwd", "/proc/self/environ", "/dev/zero", ".", "x" * 250)
    ):
        (here / f"link{place}.py").symlink_to(target)
        rejected(submit(f"link{place}.py"), "symlink")


def test_files_that_the_kernel_makes_up_are_bounded_as_any_other(submit: Submit) -> None:
    # They say that they have no bytes, and go on for as long as one reads.
    for path in ("/proc/kallsyms", "/proc/self/smaps"):
        done = submit(path)
        assert done.code in (REJECTED, USAGE), (path, done)
        assert len(done.out) < 5000


def test_a_sparse_file_is_refused_by_its_size_and_takes_no_memory(submit: Submit, here: Path) -> None:
    for size in (MOST_BYTES + 1, 50 << 20, 1 << 40):
        with open(here / "huge.py", "wb") as file:
            file.write(GOOD)
            file.truncate(size)
        rejected(submit("huge.py"), "too-large")


def test_what_grows_while_it_is_read_is_bounded(submit: Submit, here: Path) -> None:
    path = here / "growing.py"
    path.write_bytes(GOOD)
    script = f"f = open({str(path)!r}, 'ab')\nfor _ in range(4000): f.write(b'#' * 65536 + b'\\n')\n"
    with subprocess.Popen([sys.executable, "-c", script]) as writer:
        done = submit("growing.py", "--visible-only")
        writer.send_signal(signal.SIGKILL)
    assert done.code in (0, REJECTED), done
    assert done.code == 0 or done.json["problem"]["code"] == "too-large"


def test_what_is_graded_is_what_was_checked_however_often_it_is_replaced(submit: Submit, here: Path) -> None:
    path = here / "good.py"
    path.write_bytes(GOOD)
    (here / "bad.py").write_bytes(b"# exercise: flatten\ndef flatten(items): return 7\n" + b"#" * 5000)
    (here / "other.py").symlink_to("/etc/passwd")
    with _exchanging(path, here / "bad.py"), _exchanging(here / "bad.py", here / "other.py"):
        for _ in range(3):
            done = submit("good.py", "--visible-only")
            if done.code == REJECTED:
                rejected(done, "symlink")
                continue
            is_good = done.json["submission"]["bytes"] == len(GOOD)
            assert done.json["score"]["fraction"] == (1 if is_good else 0)


@contextlib.contextmanager
def _exchanging(one: Path, other: Path) -> Iterator[None]:
    """Has two names exchange their files again and again; neither is ever missing."""
    script = (
        "import ctypes, time\nlibc = ctypes.CDLL(None)\n"
        f"while not libc.renameat2(-100, {os.fsencode(one)!r}, -100, {os.fsencode(other)!r}, 2):"
        " time.sleep(0.0005)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script]) as process:
        try:
            yield
        finally:
            process.kill()


def test_paths_that_are_none(submit: Submit, here: Path) -> None:
    (here / "good.py").write_bytes(GOOD)
    for path in ("x" * 256 + ".py", "a/" * 3000, "good.py/", "good.py/..", "/"):
        done = submit("--", path)
        assert done.code in (USAGE, REJECTED), (path[:20], done)
        assert done.err.count("\n") == 1
        assert len(done.err) < 500


@pytest.mark.parametrize("sandbox", ["bubblewrap", "docker"])
def test_no_name_means_anything(submit: Submit, here: Path, sandbox: str) -> None:
    real.sandbox_or_skip(sandbox)
    # An engine takes longer, and is given no name in any way: the worst ones will do.
    for name in NAMES if sandbox == "bubblewrap" else ("--privileged", "a,readonly=false.py"):
        (here / name).write_bytes(GOOD)
        done = submit("--visible-only", "--", name, sandbox=sandbox)
        assert (done.code, done.err) == (0, ""), (name, done)
        assert done.json["submission"]["file"] == name
        assert done.json["audience"] == "candidate"
        assert done.json["sandbox"]["kind"] == sandbox
        (here / name).unlink()
    assert list(here.iterdir()) == []  # nothing was run, made, or left


@pytest.mark.parametrize("name", ["-rf.py", "--privileged", "--audience=assessor"])
def test_a_name_that_begins_with_a_dash_is_an_option_without_a_path(
    submit: Submit, here: Path, name: str
) -> None:
    (here / name).write_bytes(GOOD)
    assert submit("--visible-only", name).code == USAGE
    assert submit("--visible-only", f"./{name}").code == 0
