"""The grader's end of the judge process: start it, give it a job and a stream, read what it finds."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from ..errors import InfrastructureError
from ..limits import Limits
from ..places import cache

_BOOT = "import json,sys;sys.path[:]=json.loads(sys.argv[1]);from grader.judge.main import main;main({})"
# Nothing of the caller's environment steers the judge or pytest in it.
_PASSED_ON = ("HOME", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT")


@dataclass(frozen=True, slots=True)
class Job:
    """What the judge is to run: `suites` are folders below `folder`."""

    folder: str
    suites: tuple[str, ...]
    limits: Limits
    seed: int
    only_collect: bool = False


class Judge:
    """A judge process; it may be started before the job is known, and is killed when closed."""

    def __init__(self, *, debug: bool = False) -> None:
        self._socket, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        environment["GRADE_JUDGE_CACHE"] = str(cache() / "judge")
        with theirs:
            self._process = subprocess.Popen(
                # -I -S: no environment, no user site, no .pth files; the path is handed over as it is.
                [sys.executable, "-I", "-S", "-X", "utf8", "-c", _BOOT.format(theirs.fileno()),
                 json.dumps([os.path.abspath(entry) for entry in sys.path if entry])],
                stdin=subprocess.DEVNULL,
                stdout=None if debug else subprocess.DEVNULL,
                stderr=None if debug else subprocess.DEVNULL,
                env=environment,
                cwd="/",
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )  # fmt: skip

    def give_job(self, job: Job) -> None:
        """Tells it what to run."""
        self._send({**asdict(job), "order": "job"})

    def give_stream(self, stream: socket.socket, *, multiplexed: bool) -> None:
        """Hands over the stream to the sandbox."""
        order = json.dumps({"order": "stream", "multiplexed": multiplexed}).encode() + b"\n"
        with contextlib.suppress(OSError):  # it has ended, and its events say why
            socket.send_fds(self._socket, [order], [stream.fileno()])

    def events(self) -> Iterator[dict[str, Any]]:
        """What it finds, as it finds it; ends after `done`, `lost` or `failed`.

        Raises:
            InfrastructureError: the process ended without a word.
        """
        lines = self._socket.makefile("rb")
        for line in lines:
            event: dict[str, Any] = json.loads(line)
            yield event
            if event["event"] in ("done", "lost", "failed"):
                return
        raise InfrastructureError(
            f"The judge process ended early (status {self._process.wait(5)}).",
            code="judge-died",
            remedy="This is a fault of the grader, not of the submission: run it again.",
        )

    def close(self) -> None:
        """Kills it if it still runs."""
        self._socket.close()
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    def _send(self, order: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):  # as above
            self._socket.sendall(json.dumps(order).encode() + b"\n")
