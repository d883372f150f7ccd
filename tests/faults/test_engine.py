"""An engine that is killed, stopped or started anew: no score but the right one, soon, and with a cure.

The engine is one of our own with a folder of its own; whatever else runs containers here is left alone. It
takes minutes, so it runs where rounds are asked for.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.environments.image import tag
from tests import real
from tests.faults.conftest import (
    ASKED_FOR,
    ROUNDS,
    Course,
    adopt,
    children,
    kill,
    state,
    wait_until_none,
    when_there,
)
from tests.faults.test_kills import container

START_SECONDS = 60.0
# The time-outs of a silent engine: the test's and the judge's own, then those of the engine's requests.
SILENT_SECONDS = 240.0


class Engine:
    """A `dockerd` with its own `containerd`, socket and folders."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.host = f"unix://{folder}/docker.sock"
        self.process: subprocess.Popen[bytes]

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        (self.folder / "engine.pid").unlink(missing_ok=True)
        argv = [
            "dockerd", "-H", self.host, "--pidfile", f"{self.folder}/engine.pid",
            "--data-root", f"{self.folder}/data", "--exec-root", f"{self.folder}/run",
            "--bridge=none", "--iptables=false", "--ip-masq=false",
        ]  # fmt: skip
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + START_SECONDS
        while self.docker("version", check=False).returncode:
            assert self.process.poll() is None and time.monotonic() < deadline, self.last_words()
            time.sleep(0.05)

    def docker(
        self, *command: str, check: bool = True, **options: object
    ) -> subprocess.CompletedProcess[bytes]:
        """Runs a command of the client against it."""
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            ["docker", "-H", self.host, *command], capture_output=True, timeout=120, check=check, **options
        )

    def kill(self) -> None:
        """Ends it as a crash would. Its `containerd` dies too, and must not stay a zombie."""
        partner = int((self.folder / "run/containerd/containerd.pid").read_text())
        self.process.kill()
        self.process.wait()
        deadline = time.monotonic() + START_SECONDS
        while state(partner):
            assert time.monotonic() < deadline, "containerd does not end with its engine"
            with contextlib.suppress(ChildProcessError):
                os.waitpid(partner, os.WNOHANG)
            time.sleep(0.01)

    def stop(self) -> None:
        """Ends it in order, and removes all that was its."""
        kill(self.process.pid, signal.SIGCONT)
        if self.process.poll() is not None:
            with contextlib.suppress(AssertionError):
                self.start()  # so that it can clean up after itself
        for held in self.docker("ps", "-aq", check=False).stdout.decode().split():
            self.docker("rm", "-f", held, check=False)
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def last_words(self) -> str:
        """The end of its log."""
        return (self.folder / "log").read_text(errors="replace")[-2000:]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """An engine that has the sandbox's image."""
    if ASKED_FOR not in os.environ:
        pytest.skip(f"takes minutes; runs with {ASKED_FOR} set")
    real.sandbox_or_skip("docker")
    if os.geteuid() or not shutil.which("dockerd"):
        pytest.skip("starting an engine takes root and dockerd")
    adopt(True)
    before = children()
    # Not below pytest's own: the path of a socket has at most 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="grade-engine-"))
    held = Engine(folder)
    try:
        held.start()
        with subprocess.Popen(["docker", "save", tag()], stdout=subprocess.PIPE) as saved:
            held.docker("load", stdin=saved.stdout)
        yield held
    finally:
        held.stop()
        wait_until_none(lambda: _killed(before), "processes of the engine are left")
        for line in reversed(Path("/proc/self/mountinfo").read_text().splitlines()):
            if line.split()[4].startswith(f"{folder}/"):
                subprocess.run(["umount", "-l", line.split()[4]], check=False)
        shutil.rmtree(folder, ignore_errors=True)
        adopt(False)


def _killed(before: set[int]) -> set[int]:
    """What the engine's crashes have left of it, such as the shims of containers that it forgot."""
    for pid in children() - before:
        kill(pid)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
    return children() - before


@pytest.fixture
def there(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Course]:
    """Runs with that engine; whatever was done to it, it is running again afterwards, and nothing is left."""
    monkeypatch.setenv("DOCKER_HOST", engine.host)
    course = Course(tmp_path, "docker")
    yield course
    kill(engine.process.pid, signal.SIGCONT)
    if engine.process.poll() is not None:
        engine.start()
    assert course.run().conclusion() == "full score"
    wait_until_none(course.left, "something is left")


def test_an_engine_that_is_not_there_is_said_to_be_so(there: Course, engine: Engine) -> None:
    engine.kill()
    assert there.run().conclusion() == "no score: no-docker"


@pytest.mark.parametrize("anew", [False, True], ids=["for good", "and started anew"])
def test_an_engine_that_is_killed_costs_no_points(there: Course, engine: Engine, anew: bool) -> None:
    """Started anew, as a service manager does it, it answers when it is asked how the container ended."""

    moments = random.Random("kill the engine")

    def hurt(process: subprocess.Popen[str]) -> None:
        if when_there(process, lambda: container(process)):
            time.sleep(moments.uniform(0, 0.5))
        engine.kill()
        if anew:
            engine.start()

    for number in range(ROUNDS):
        there.conclusions(f"kill the engine, {anew=}, {number}", hurt, rounds=1)
        if not anew:
            engine.start()


def test_an_engine_that_stops_answering_is_waited_for_but_not_for_ever(there: Course, engine: Engine) -> None:
    def hurt(process: subprocess.Popen[str]) -> None:
        if when_there(process, lambda: container(process)):
            kill(engine.process.pid, signal.SIGSTOP)

    began = time.monotonic()
    assert there.run(hurt).conclusion().startswith(("no score", "full score"))
    assert time.monotonic() - began < SILENT_SECONDS
