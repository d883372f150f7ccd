"""The supervisor's part in a run: the folder that it lays out, and what it takes from there afterwards."""

from __future__ import annotations

import marshal
import os
from pathlib import Path

import pytest
from worker import programs
from worker.poller import Poller

from grader.wire.frames import Joiner, message_bytes
from grader.wire.messages import Invocation, Setup, Written, pack

SETUP = Setup(b"print(1)\n", "solution.py", (), False, (("given", b"x = 1\n"),))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(programs, "_FOLDER", str(tmp_path / "program"))
    monkeypatch.setattr(programs, "_INSTALLED", str(tmp_path / "home" / "packages"))
    return tmp_path / "program"


def run(invocation: Invocation) -> tuple[programs.ProgramRun, int, bytes]:
    """A run that is laid out, the end of the pipe that the program reads, and the message for its process."""
    reads, writes = os.pipe()
    os.set_blocking(writes, False)
    begun = programs.ProgramRun(SETUP, Poller(), writes)
    data = message_bytes(pack(invocation))
    assert begun.lay_out(data[:7]) == b""
    return begun, reads, begun.lay_out(data[7:])


def test_the_folder_holds_the_file_the_modules_and_what_the_suite_gives(folder: Path) -> None:
    begun, reads, message = run(Invocation(("a",), {"B": "c"}, {"sub/in.csv": b"1,2"}))
    assert marshal.loads(Joiner().feed(message)[0]) == (("solution.py", "a"), {"B": "c"}, False)
    contents = {
        str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    assert contents == {"solution.py": b"print(1)\n", "given.py": b"x = 1\n", "sub/in.csv": b"1,2"}
    begun.give(b"3 4\n")
    begun.give(b"")
    assert (os.read(reads, 100), os.read(reads, 100)) == (b"3 4\n", b"")
    os.close(reads)
    assert begun.end() == Written(())


def test_what_was_made_or_changed_is_found_and_links_are_not_followed(folder: Path) -> None:
    begun, reads, _ = run(Invocation((), {}, {"in.csv": b"1"}))
    os.close(reads)
    (folder / "in.csv").write_bytes(b"2")
    os.utime(folder / "in.csv", (0, 0))
    (folder / "sub").mkdir()
    (folder / "sub" / "out").write_bytes(b"3")
    (folder / "link").symlink_to("/etc/passwd")
    (folder / "links").symlink_to("/etc")
    os.mkfifo(folder / "fifo")
    assert begun.end() == Written(((b"in.csv", b"2"), (b"sub/out", b"3")))


@pytest.mark.parametrize("what", ["many", "large", "larger together", "deep"])
def test_more_than_is_kept_is_said_to_be_so(folder: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, reads, _ = run(Invocation((), {}, {}))
    os.close(reads)
    if what == "many":
        for number in range(300):
            (folder / str(number)).touch()
    elif what == "deep":
        monkeypatch.chdir(folder)
        for _ in range(250):
            os.mkdir("x" * 200)
            os.chdir("x" * 200)
        monkeypatch.chdir("/")
    else:
        for number in range(1 if what == "large" else 3):
            with open(folder / str(number), "wb") as file:
                file.truncate((9 if what == "large" else 3) << 20)
    assert begun.end() is None


def test_a_folder_that_is_gone_holds_nothing(folder: Path) -> None:
    begun, reads, _ = run(Invocation((), {}, {}))
    os.close(reads)
    (folder / "solution.py").unlink()
    (folder / "given.py").unlink()
    folder.rmdir()
    assert begun.end() == Written(())


def test_a_link_in_the_place_of_the_folder_is_not_followed(folder: Path) -> None:
    begun, reads, _ = run(Invocation((), {}, {}))
    os.close(reads)
    elsewhere = folder.rename(folder.with_name("elsewhere"))
    (elsewhere / "secret").write_bytes(b"x")
    folder.symlink_to(elsewhere)
    assert begun.end() == Written(())


def test_who_reads_no_more_stops_nothing(folder: Path) -> None:
    begun, reads, _ = run(Invocation((), {}, {}))
    begun.give(b"x" * (1 << 20))
    os.close(reads)
    begun.give(b"x" * (1 << 20))
    begun.give(b"")
    assert begun.end() == Written(())


def test_what_was_handed_in_beside_it_and_what_is_given_lies_there_too(folder: Path) -> None:
    reads, writes = os.pipe()
    setup = SETUP._replace(root="src", program=True)
    begun = programs.ProgramRun(setup, Poller(), writes, {"src/helper.py": b"y = 2\n", "data/n.txt": b"7"})
    message = begun.lay_out(message_bytes(pack(Invocation(("a",), {}, {}))))
    os.close(reads)
    assert marshal.loads(Joiner().feed(message)[0]) == (("src/solution.py", "a"), {}, False)
    assert (folder / "src" / "solution.py").read_bytes() == b"print(1)\n"
    assert (folder / "src" / "helper.py").is_file()
    (folder / "data" / "n.txt").write_bytes(b"8")
    assert begun.end() == Written(((b"data/n.txt", b"8"),))
