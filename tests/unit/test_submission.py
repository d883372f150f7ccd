"""A candidate's file is read once, bounded, and only where it is a plain file."""

from __future__ import annotations

import hashlib
import os
import resource
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.errors import GraderError, InfrastructureError, RejectedSubmission, UsageError
from grader.submissions.reading import read
from grader.submissions.submission import MOST_BYTES, Submission, check_size

SOURCE = "# exercise: flatten\ndef flatten(x):\n    return 'ü'\n".encode()


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "flatten.py"
    path.write_bytes(SOURCE)
    found = read(str(path))
    assert found == Submission(str(path), SOURCE)
    assert found.sha256 == hashlib.sha256(SOURCE).hexdigest()
    assert found.named_exercise == "flatten"


def test_the_largest_file_passes(tmp_path: Path) -> None:
    path = tmp_path / "large.py"
    path.write_bytes(b"#" * MOST_BYTES)
    assert len(read(str(path)).source) == MOST_BYTES


def _nothing(path: Path) -> None:
    pass


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind(str(path))


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def _link(path: Path) -> None:
    (path.parent / "target.py").write_bytes(SOURCE)
    path.symlink_to("target.py")


TROUBLES: dict[str, tuple[Callable[[Path], object], type[GraderError], str]] = {
    "nothing there": (_nothing, UsageError, "no-such-file"),
    "an empty folder": (Path.mkdir, RejectedSubmission, "empty"),
    "a link to a file": (_link, RejectedSubmission, "symlink"),
    "a link to nothing": (lambda path: path.symlink_to("nowhere"), RejectedSubmission, "symlink"),
    "a link to itself": (lambda path: path.symlink_to(path), RejectedSubmission, "symlink"),
    "a pipe that nobody writes": (os.mkfifo, RejectedSubmission, "not-a-file"),
    "a socket": (_socket, RejectedSubmission, "unreadable"),
    "a terabyte": (_sparse, RejectedSubmission, "too-large"),
    "a byte too much": (
        lambda path: path.write_bytes(b"#" * (MOST_BYTES + 1)), RejectedSubmission, "too-large",
    ),
    "empty": (Path.touch, RejectedSubmission, "empty"),
    "blank": (lambda path: path.write_bytes(b" \t\r\n\n"), RejectedSubmission, "empty"),
    "Latin-1": (lambda path: path.write_bytes(b"# \xfc\n"), RejectedSubmission, "not-utf-8"),
    "UTF-16": (lambda path: path.write_bytes("x = 1".encode("utf-16")), RejectedSubmission, "not-utf-8"),
    "a surrogate": (lambda path: path.write_bytes(b"# \xed\xa0\x80"), RejectedSubmission, "not-utf-8"),
}  # fmt: skip


@pytest.mark.parametrize("name", TROUBLES)
def test_what_is_no_plain_file_of_text_is_turned_away(name: str, tmp_path: Path) -> None:
    make, kind, code = TROUBLES[name]
    path = tmp_path / "it.py"
    make(path)
    with pytest.raises(kind) as caught:
        read(str(path))
    assert (type(caught.value), caught.value.code) == (kind, code)


@pytest.mark.parametrize(
    ("path", "kind", "code"),
    [
        ("/dev/zero", RejectedSubmission, "not-a-file"),
        ("/dev/null", RejectedSubmission, "not-a-file"),
        ("/dev/null/it.py", UsageError, "no-such-file"),
        ("it\0.py", UsageError, "no-such-file"),
        ("", UsageError, "no-such-file"),
        ("x" * 5000, RejectedSubmission, "unreadable"),
    ],
)
def test_a_path_that_leads_to_no_file_is_turned_away(path: str, kind: type[GraderError], code: str) -> None:
    with pytest.raises(kind) as caught:
        read(path)
    assert (type(caught.value), caught.value.code) == (kind, code)


def test_no_descriptor_stays_open(tmp_path: Path) -> None:
    before = sorted(os.listdir("/proc/self/fd"))
    for make, _, _ in TROUBLES.values():
        path = Path(os.path.join(tmp_path, str(len(os.listdir(tmp_path)))), "it.py")
        path.parent.mkdir()
        make(path)
        with pytest.raises(GraderError):
            read(str(path))
    assert sorted(os.listdir("/proc/self/fd")) == before


def test_a_hostile_name_is_harmless_in_the_message() -> None:
    with pytest.raises(UsageError) as caught:
        read("/nowhere/\x1b[2J\n\u202e.py")
    assert caught.value.message == r"There is no file '/nowhere/\x1b[2J\n\u202e.py'."


@pytest.mark.parametrize(
    ("source", "slug"),
    [
        (b"# exercise: flatten\n", "flatten"),
        (b"import os\r\n#exercise:state_machine \r\n", "state_machine"),
        (b"#\texercise:\ta.b-c_1", "a.b-c_1"),
        (b"x = 1  # exercise: flatten\n", None),
        (b"# exercise: two words\n", None),
        (b"# exercise: ../../etc\n", None),
        (b"# exercise:\nflatten\n", None),
        (b"# exercise: " + b"x" * 81, None),
        (b"", None),
    ],
)
def test_an_exercise_is_named_in_a_comment_line_of_its_own(source: bytes, slug: str | None) -> None:
    assert Submission("it.py", source).named_exercise == slug


def test_a_size_at_the_limit_passes_and_above_it_is_rejected() -> None:
    check_size("it.py", 10, 10)
    with pytest.raises(RejectedSubmission) as caught:
        check_size("it.py", 11, 10)
    assert str(caught.value) == "'it.py' has 11 bytes, above the limit of 10. Shorten it."


def test_a_machine_that_opens_no_more_files_is_no_fault_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "flatten.py"
    path.write_bytes(SOURCE)
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest = os.dup(0)
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, before[1]))
    try:
        with pytest.raises(InfrastructureError, match="cannot be opened"):
            read(str(path))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
