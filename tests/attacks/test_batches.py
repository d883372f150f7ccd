"""A batch in which some attack the others: by crashes, by names, by what they hand in instead of a file."""

from __future__ import annotations

import json
import os
import re
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from grader.environments import ours, wheelhouse
from grader.environments.installed import Target
from grader.errors import InfrastructureError
from tests import command, real
from tests.command import Done

GOOD = b"def f(): return 1\n"
SUITE = """
import os, signal
import pytest
from solution import f

def test_it():
    said = f()
    if said == "kill the judge":
        os.kill(os.getpid(), signal.SIGSEGV)
    if said == "kill its server":
        os.kill(os.getppid(), signal.SIGKILL)
    if said == "blame the author":
        pytest.exit("broken", returncode=4)
    assert said == 1
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with an exercise whose suite can be made to fail by what is handed in."""
    real.tiny_exercise(tmp_path / "exercises" / "tiny", SUITE)
    (tmp_path / "in").mkdir()
    return tmp_path


def hand_in(here: Path, **sources: bytes) -> None:
    for name, source in sources.items():
        (here / "in" / f"{name}.py").write_bytes(source)


def batch(here: Path, *more: str, sandbox: str = "bubblewrap") -> Done:
    real.sandbox_or_skip(sandbox)
    return command.run(
        "batch", "in", "--exercises", "exercises", "--exercise", "tiny", "--sandbox", sandbox, "--results",
        "r.jsonl", *more, cwd=here, folder=here,
    )  # fmt: skip


def results(here: Path) -> dict[str, Any]:
    """Of each candidate the share of points, or the code of the problem."""
    found: dict[str, Any] = {}
    for line in (here / "r.jsonl").read_text("ascii").splitlines():
        record = json.loads(line)
        assert record["candidate"] not in found, "graded twice"
        report = record["report"]
        found[record["candidate"]] = (
            report["score"]["fraction"] if report["score"] else report["problem"]["code"]
        )
    return found


def saying(word: str, seconds: float = 0) -> bytes:
    return f"import time\ndef f():\n    time.sleep({seconds})\n    return {word!r}\n".encode()


@pytest.mark.usual(1)
@pytest.mark.parametrize("sandbox", real.NAMES)
@pytest.mark.parametrize("jobs", ["1", "2", "5"])
@pytest.mark.parametrize("word", ["kill the judge", "blame the author"])
def test_many_that_crash_the_judge_in_a_row_end_no_batch(
    here: Path, word: str, jobs: str, sandbox: str
) -> None:
    crashing = {f"a{number:02}": saying(word) for number in range(20)}
    honest = {f"b{number}": GOOD for number in range(10)}
    hand_in(here, **crashing, **honest)
    done = batch(here, "--jobs", jobs, sandbox=sandbox)
    assert "so the rest was left" not in done.err
    found = results(here)
    assert {name: found[name] for name in honest} == dict.fromkeys(honest, 1.0)
    assert {found[name] == 1.0 for name in crashing} == {False}


@pytest.mark.matrix
def test_who_is_being_graded_when_a_batch_stops_gets_a_result_and_who_is_left_is_named(here: Path) -> None:
    hand_in(here, a_slow=saying("x", 4).replace(b"'x'", b"1"), b_killer=saying("kill its server"))
    hand_in(here, **{f"c{number:03}": GOOD for number in range(200)})
    done = batch(here, "--jobs", "2")
    assert done.code == 3
    assert "so the rest was left" in done.err
    found = results(here)
    assert found["a_slow"] == 1.0
    named = re.findall(r"^grade: Not graded: '(\w+)'\.$", done.err, re.M)
    assert len(named) > 150
    assert sorted([*found, *named]) == sorted(path.stem for path in (here / "in").iterdir())
    # With what was mended the same command does the rest.
    (here / "in" / "b_killer.py").write_bytes(GOOD)
    assert batch(here, "--retry-errors").code == 0


def odd(folder: Path) -> None:
    """What may lie in a folder of submissions, each under a name of its own."""
    os.mkfifo(folder / "fifo.py")
    with socket.socket(socket.AF_UNIX) as held:
        held.bind(str(folder / "socket.py"))
    for name, target in {
        "null.py": "/dev/null", "zero.py": "/dev/zero", "terminal.py": "/dev/tty", "itself.py": "itself.py",
        "nowhere.py": "nowhere", "other.py": "honest.py", "passwd.py": "/etc/passwd", "long.py": "x" * 300,
        "root": "/", "here": ".", "descriptor.py": "/proc/self/fd/0", "gone": "nowhere",
    }.items():  # fmt: skip
        (folder / name).symlink_to(target)
    with (folder / "terabyte.py").open("wb") as file:
        file.truncate(1 << 40)
    (folder / "empty.py").touch()
    (folder / "bytes.py").write_bytes(b"\xff")
    (folder / "folder.py").mkdir()
    (folder / "nothing").mkdir()
    for name in (
        "pair.py",
        "pair/x.py",
        "many/a.py",
        "many/b.py",
        "kit/__init__.py",
        "kit/hidden/conftest.py",
    ):
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_bytes(b"raise SystemExit\n")
    os.mkfifo(folder / "many" / "fifo.py")
    (folder / "within").mkdir()
    os.mkfifo(folder / "within" / "tiny.py")
    (folder / "linked").mkdir()
    (folder / "linked" / "tiny.py").symlink_to(folder / "honest.py")
    for odd_name in (b"a\nb", b"\x1b[2J", b"\xff\xfe", "\u202e".encode(), b"##vso[x]", b"::error::x", b"*"):
        with open(os.fsencode(folder) + b"/" + odd_name + b".py", "wb") as file:
            file.write(GOOD)


@pytest.mark.parametrize("sandbox", real.NAMES)
@pytest.mark.parametrize("results_name", ["r.jsonl", "r.sqlite"])
def test_each_odd_thing_is_refused_by_itself_and_all_others_are_graded(
    here: Path, sandbox: str, results_name: str
) -> None:
    odd(here / "in")
    hand_in(here, honest=GOOD, zoe=GOOD)
    began = time.monotonic()
    done = batch(here, "--results", results_name, sandbox=sandbox)
    assert time.monotonic() - began < 60
    assert done.code == 5, done
    assert "\x1b" not in done.err + done.out and "\u202e" not in done.err + done.out
    assert re.search(r"^10 graded, 23 rejected$", done.out, re.M), done
    listed = command.run("results", results_name, "--format", "json", cwd=here, folder=here).json
    graded = {row["candidate"] for row in listed if row["status"] == "graded"}
    # A folder with files of tests is a submission like any other.
    assert graded == {
        "honest", "zoe", "a\nb", "\x1b[2J", "\\xff\\xfe", "\u202e", "##vso[x]", "::error::x", "*", "kit",
    }  # fmt: skip
    percents = {row["candidate"]: row["percent"] for row in listed if row["candidate"] in graded}
    assert percents == {name: 0 if name == "kit" else 100 for name in graded}
    assert {row["candidate"] for row in listed if row["status"] == "rejected"} == {
        "fifo", "socket", "null", "zero", "terminal", "itself", "nowhere", "other", "passwd", "long", "root",
        "here", "descriptor", "gone", "terabyte", "empty", "bytes", "folder.py", "nothing", "pair", "many",
        "within", "linked",
    }  # fmt: skip


def test_nobody_gets_the_name_of_another_by_a_pattern(here: Path) -> None:
    hand_in(here, **{"1_bob": GOOD, "mallory_x_bob": saying("x"), "2_eve": GOOD, "3_bo_b": GOOD, "9_": GOOD})
    (here / "in" / "4_joe.py").symlink_to("1_bob.py")
    done = batch(here, "--pattern", "*_{candidate}.py")
    assert done.code == 5
    assert results(here) == {
        "bob": 1.0, "eve": 1.0, "joe": "symlink", "in/mallory_x_bob.py": "ambiguous-name",
        "in/3_bo_b.py": "ambiguous-name",
    }  # fmt: skip
    assert "fits the pattern in more than one way, as of 'bob' and of 'x_bob'" in done.err


def test_a_folder_of_the_name_of_a_file_stops_nobody_else(here: Path) -> None:
    hand_in(here, bob=GOOD, eve=GOOD)
    (here / "in" / "bob").mkdir()
    (here / "in" / "bob" / "x.py").write_bytes(GOOD)
    assert batch(here).code == 5
    assert results(here) == {"bob": "two-of-one-name", "eve": 1.0}
    (here / "in" / "bob" / "x.py").unlink()
    (here / "in" / "bob").rmdir()
    assert batch(here).code == 0


def test_no_pip_of_the_current_folder_fetches_the_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "mark"
    for name in ("pip", "json", "runpy", "typing"):
        (tmp_path / f"{name}.py").write_text(f"open({str(mark)!r}, 'w').close()\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRADE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(InfrastructureError, match="No package registry answers"):
        wheelhouse.save(ours.environment(ours.USUAL), Target("3.13"), tmp_path / "wheels", lambda text: None)
    assert not mark.exists()
