"""Where and how the command is started must not matter; and whatever ends it, nothing is left."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests import real
from tests.command import COMMAND, GOOD, environment

from .conftest import Grade, tiny

# As a shell tells of a program that SIGPIPE ended.
NO_READER = 141
HOSTILE = "import os\nos.write(2, b'HOSTILE')\nos._exit(99)\n"


def test_a_hostile_folder_and_environment_change_nothing(submit: Grade, here: Path) -> None:
    for name in ("conftest", "json", "click", "pytest", "_pytest", "rich", "sitecustomize", "tomllib",
                 "solution",
                 "signal", "secrets", "docker"):  # fmt: skip
        (here / f"{name}.py").write_text(HOSTILE)
    (here / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (here / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = '--no-such-option'\n")
    (here / "tox.ini").write_text("[pytest]\npython_files = nothing\n")
    (here / "good.txt").write_bytes(GOOD)
    project = environment(here)["PYTHONPATH"]
    env = {
        "PYTEST_ADDOPTS": "--no-such-option", "PYTEST_PLUGINS": "hostile", "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "1", "COLUMNS": "80",
    }  # fmt: skip
    # Our own package is not beside them, so that the folder is not one that somebody asked to import from.
    done = submit("good.txt", "--exercise", "flatten", "--format", "json", env={**env, "PYTHONPATH": project})
    assert (done.code, done.err) == (0, "")
    assert done.json["score"]["fraction"] == 1


def test_a_suites_folder_may_lie_among_hostile_files_too(submit: Grade, here: Path) -> None:
    folder = tiny(here, "from solution import f\n\ndef test_x(): assert f() == 7\n")
    for place in (folder, here):
        (place / "conftest.py").write_text(HOSTILE)
        (place / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (here / "tiny.py").write_bytes(b"def f(): return 7\n")
    assert submit("tiny.py", "--exercises", str(folder)).code == 0


def test_a_standard_output_that_is_full_or_closed_is_no_pass(submit: Grade, here: Path) -> None:
    (here / "good.py").write_bytes(GOOD)
    with open("/dev/full", "wb") as full:
        done = submit("good.py", "--visible-only", stdout=full)
    assert done.code == 3
    assert "could not be written" in done.err or "cannot be written" in done.err
    assert done.err.count("\n") == 1
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        done = submit("good.py", "--visible-only", stdout=closed)
    assert (done.code, done.err) == (NO_READER, "")


def test_a_closed_standard_input_or_error_is_no_hindrance_and_a_closed_output_no_pass(
    submit: Grade, here: Path
) -> None:
    (here / "good.py").write_bytes(GOOD)
    done = submit("good.py", "--visible-only", preexec_fn=lambda: (os.close(0), os.close(2)))
    assert (done.code, "5 of 5 points" in done.out) == (0, True)
    done = submit("good.py", "--visible-only", stdout=None, preexec_fn=lambda: os.close(1))
    assert done.code == 3
    assert done.err.count("\n") == 1


SLEEPER = "import time\ndef f():\n    time.sleep(1000)\n"
SUITE = """
from solution import f

def test_x():
    open({mark!r}, "w").close()
    f()
"""


@pytest.mark.parametrize("kind", real.NAMES)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_signal_ends_everything_that_was_started(
    tmp_path: Path, here: Path, number: signal.Signals, kind: str
) -> None:
    real.sandbox_or_skip(kind)
    mark = tmp_path / "running"
    folder = tiny(here, SUITE.format(mark=str(mark)))
    (here / "tiny.py").write_text(SLEEPER)
    with subprocess.Popen(
        [*COMMAND, "submit", "tiny.py", "--exercises", str(folder), "--sandbox", kind],
        cwd=here, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        wait_for(mark.exists, "the test never began")
        started = descendants(process.pid)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    if number == signal.SIGKILL:
        assert process.returncode == -signal.SIGKILL
    else:
        assert (process.returncode, out) == (130, b"")
        assert err.lstrip() == b"grade: Interrupted; nothing was left running.\n"
    assert started
    wait_for(lambda: not [pid for pid in started if alive(pid)], "a process is left")
    if kind == "docker":
        wait_for(lambda: process.pid not in running_containers(), "a container is left")


def wait_for(holds: object, otherwise: str) -> None:
    deadline = time.monotonic() + 60
    assert callable(holds)
    while not holds():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.01)  # between two looks; what ends it is the thing itself


def alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def descendants(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            found += [child, *descendants(child)]
    return found


def running_containers() -> list[int]:
    """The process ids of those graders whose containers run."""
    asked = ["docker", "ps", "--filter", "label=io.grade.sandbox=container", "--format"]
    done = subprocess.run(
        [*asked, '{{.Label "io.grade.sandbox.owner"}}'],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [int(line.split()[1]) for line in done.stdout.splitlines() if line.strip()]
