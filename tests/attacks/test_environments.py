"""The command `grade` where everything around it is hostile or broken: folder, environment, disk, company.

What signals, closed streams and a dead engine do is tested with the commands, in `tests/cli/`.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import command, real

INFRASTRUCTURE = 3
ANSWER_SECONDS = 90
SCRIPT = Path(sys.executable).with_name("grade")
HOSTILE = "import os\nos.write(2, b'HOSTILE')\nos._exit(0)\n"
GOOD = b"# exercise: flatten\n" + command.GOOD
STUB = b"# exercise: flatten\ndef flatten(items): return 7\n"
# The names of modules that Python, pytest or we import, of those that Python looks for, and of suites.
MODULES = (
    "conftest", "json", "pkgutil", "runpy", "os", "re", "site", "sitecustomize", "usercustomize", "pytest",
    "_pytest", "pluggy", "click", "rich", "docker", "grader", "solution", "tomllib", "socket", "typing",
    "encodings", "test_hidden", "worker", "start", "__main__", "__init__",
)  # fmt: skip
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "good.txt").write_bytes(GOOD)
    (folder / "stub.txt").write_bytes(STUB)
    return folder


@pytest.fixture
def grade(here: Path) -> Run:
    """Runs the script `grade`, as it is installed, in the folder `here`."""
    real.sandbox_or_skip("bubblewrap")
    if not SCRIPT.is_file():
        pytest.skip("the project is not installed, so there is no script")

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "DOCKER_HOST") if name in os.environ}
        return subprocess.run(
            [str(SCRIPT), "submit", *arguments], cwd=here, env={**kept, **environment},
            stdin=subprocess.DEVNULL, capture_output=True, timeout=ANSWER_SECONDS, check=False,
        )  # fmt: skip

    return run


IN_JSON = ("--sandbox", "bubblewrap", "--visible-only", "--format", "json")


def fraction(done: subprocess.CompletedProcess[bytes]) -> float:
    """What was earned, of a run that went as usual."""
    assert b"HOSTILE" not in done.stderr
    assert done.stderr == b""
    document: dict[str, Any] = json.loads(done.stdout)
    assert document["status"] == "graded"
    share: float = document["score"]["fraction"]
    assert done.returncode == (0 if share == 1 else 1)
    return share


def test_a_hostile_folder_is_not_looked_at(grade: Run, here: Path) -> None:
    for name in MODULES:
        (here / f"{name}.py").write_text(HOSTILE)
    for name in (
        "pyproject.toml",
        "setup.cfg",
        "tox.ini",
        "pytest.ini",
        ".coveragerc",
        "pyvenv.cfg",
        "bwrap",
    ):
        (here / name).write_text(
            "[pytest]\naddopts = --no-such-option\n[tool.pytest.ini_options]\naddopts = 7\n"
        )
    (here / "bwrap").chmod(0o755)
    (here / "hostile.pth").write_text("import os; os._exit(0)\n")
    before = sorted(os.listdir(here))
    assert fraction(grade("good.txt", *IN_JSON)) == 1
    assert fraction(grade("stub.txt", *IN_JSON)) == 0
    assert sorted(os.listdir(here)) == before


def test_nothing_in_the_environment_steers_a_verdict(grade: Run, here: Path) -> None:
    (here / "hostile.py").write_text(HOSTILE)
    hostile = str(here / "hostile.py")
    environment = {
        "PYTEST_ADDOPTS": "--no-such-option", "PYTEST_PLUGINS": "hostile", "PYTEST_DEBUG": "1",
        "PYTHONSTARTUP": hostile, "PYTHONINSPECT": "1", "PYTHONWARNINGS": "error", "PYTHONOPTIMIZE": "2",
        "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "7", "PYTHONBREAKPOINT": "hostile.x",
        "PYTHONUTF8": "0", "LC_ALL": "C", "FORCE_COLOR": "1", "BASH_ENV": hostile, "DEBUG": "1", "CI": "1",
        "TZ": "Asia/Tokyo",
    }  # fmt: skip
    assert fraction(grade("good.txt", *IN_JSON, **environment)) == 1
    # Without its assertions every test would pass.
    assert fraction(grade("stub.txt", *IN_JSON, **environment)) == 0


def test_a_docker_that_is_not_there_is_not_taken(grade: Run, here: Path) -> None:
    nobody = {"DOCKER_HOST": "tcp://127.0.0.1:1", "DOCKER_CONTEXT": "none", "DOCKER_CONFIG": str(here)}
    demanded = grade("good.txt", "--sandbox", "docker", "--format", "json", **nobody)
    assert demanded.returncode == INFRASTRUCTURE
    assert json.loads(demanded.stdout)["score"] is None
    assert demanded.stderr.count(b"\n") == 1


def test_two_at_once_do_not_meet(grade: Run, here: Path) -> None:
    arguments = [str(SCRIPT), "submit", *IN_JSON]
    environment = {**os.environ, "GRADE_CACHE": str(real.cache(here))}
    with contextlib.ExitStack() as stack:
        running = [
            stack.enter_context(
                subprocess.Popen(
                    [*arguments, f"{name}.txt"],
                    cwd=here,
                    env=environment,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                )
            )
            for name in ("good", "stub", "good")
        ]
        outputs = [process.communicate(timeout=ANSWER_SECONDS) for process in running]
    assert [process.returncode for process in running] == [0, 1, 0]
    assert [json.loads(out)["score"]["fraction"] for out, _ in outputs] == [1, 0, 1]
    assert [err for _, err in outputs] == [b"", b"", b""]


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk without any room."""
    folder = tmp_path / "full"
    folder.mkdir()
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root may mount a small disk")
    options = ["-t", "tmpfs", "-o", "size=64k,nr_inodes=20", "none", str(folder)]
    if subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        with contextlib.suppress(OSError), open(folder / "filling", "wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("variable", ["GRADE_CACHE", "XDG_CACHE_HOME", "TMPDIR", "HOME"])
def test_a_full_disk_is_no_ones_failure_but_the_machines(grade: Run, full: Path, variable: str) -> None:
    done = grade("good.txt", *IN_JSON, **{variable: str(full)})
    assert b"Traceback" not in done.stderr
    # Either it does without, or it says whose trouble it is: never a score that the disk has made.
    document = json.loads(done.stdout)
    if done.returncode == INFRASTRUCTURE:
        assert (document["score"], document["problem"]["owner"]) == (None, "infrastructure")
        *progress, _ = done.stderr.splitlines()
        assert all(line.startswith(b"installing ") for line in progress)
    else:
        assert fraction(done) == 1


def test_a_report_that_does_not_fit_on_the_disk_is_not_there_at_all(grade: Run, full: Path) -> None:
    done = grade("good.txt", *IN_JSON, "--output", str(full / "report.json"))
    assert done.returncode == INFRASTRUCTURE
    assert os.listdir(full) == ["filling"]
    assert b"Traceback" not in done.stderr and done.stderr.count(b"\n") == 1
