"""`grade batch`, against other ways to grade the same submissions, all with as many at once."""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from grader.exercises.manifest import load
from grader.grading.opening import launch
from grader.machine.capacity import processors
from grader.sandboxes.docker import docker

from . import container, peer
from .commands import EXERCISES, QUIET, WRONG, bare_pytest, plain_suite, seconds
from .pairs import Pairs, Row, compared, interleaved, timed

SUBMISSIONS = 60
HEADER = ("phase", "median")
_PEER = [sys.executable, str(Path(peer.__file__).resolve())]
_WORDS = {
    "choose_seconds": "reading the file, telling the judge",
    "open_seconds": "waiting for a sandbox that was opened ahead",
    "test_seconds": "the judge: waits for the sandbox, runs the tests",
    "around": "forking the judge, the report",
}


def rows(rounds: int) -> Iterator[Row]:
    """The comparisons, a row each: the time of a batch by the time that the other way takes."""
    rounds = max(1, rounds // 5)  # each is of many submissions
    with (
        handed_in(SUBMISSIONS) as folder, plain_suite() as suite,
        handed_in(SUBMISSIONS, WRONG) as wrong, plain_suite(WRONG) as suite_of_wrong,
    ):  # fmt: skip

        def beside(sandbox: str, one: Callable[[], object], inputs: Path = folder) -> Pairs:
            def ours() -> float:  # `command` removes the results of the round before
                return seconds(command(inputs, sandbox, inputs / "results.jsonl"))

            return interleaved(ours, lambda: timed(lambda: at_once(one)), rounds)

        yield compared(
            "batch, bubblewrap : bare pytest processes",
            beside("bubblewrap", lambda: seconds(bare_pytest(), suite)), 1 / 2, 1 / 3,
        )  # fmt: skip
        yield compared(
            "batch of wrong ones, bubblewrap : bare pytest processes",
            beside("bubblewrap", lambda: seconds(bare_pytest(), suite_of_wrong, code=1), wrong), 1 / 2, 1 / 3,
        )  # fmt: skip
        if peer.available():
            yield compared(
                "batch, bubblewrap : gradescope-utils processes",
                beside("bubblewrap", lambda: seconds(_PEER, suite)),
            )
        if container.available():
            name = container.build()
            yield compared(
                "batch, docker : docker run pytest",
                beside("docker", lambda: seconds(container.run_pytest(name))), 1 / 1.4,
            )  # fmt: skip
            yield compared(
                "batch, docker : the same container, idle", beside("docker", idle_container()), 1 / 0.8
            )
            yield compared(
                "batch, docker : docker run true",
                beside("docker", lambda: seconds(container.run_nothing(name))),
            )


def phases(sandbox: str) -> list[tuple[str, ...]]:
    """Where the elapsed time of one submission in a batch goes, by the timings in the reports."""
    with handed_in(SUBMISSIONS) as folder:
        results = folder / "results.jsonl"
        seconds(command(folder, sandbox, results))
        timings = [json.loads(line)["report"]["timings"] for line in results.read_text().splitlines()]
    return [
        (_WORDS.get(name, name), f"{1e3 * statistics.median(timing[name] for timing in timings):.0f} ms")
        for name in timings[0]
    ]


@contextmanager
def handed_in(count: int, submission: Path = QUIET) -> Iterator[Path]:
    """A folder with `in/`, where `count` candidates have handed in the same file."""
    with tempfile.TemporaryDirectory(prefix="grade-benchmark-") as folder:
        Path(folder, "in").mkdir()
        for number in range(count):
            shutil.copy(submission, Path(folder, "in", f"c{number:05}.py"))
        yield Path(folder)


def command(folder: Path, sandbox: str, results: Path) -> list[str]:
    """The arguments of `grade batch` as a pipeline calls it, with nothing graded yet."""
    results.unlink(missing_ok=True)
    return [
        sys.executable, "-m", "grader", "batch", str(folder / "in"), "--exercises", str(EXERCISES),
        "--exercise", "flatten12", "--sandbox", sandbox, "--results", str(results),
    ]  # fmt: skip


def at_once(one: Callable[[], object], count: int = SUBMISSIONS) -> None:
    """Calls `one` `count` times, as many at once as there are processors."""
    with ThreadPoolExecutor(processors()) as pool:
        done: Sequence[object] = list(pool.map(lambda number: one(), range(count)))
    assert len(done) == count


def idle_container() -> Callable[[], object]:
    """Makes a function that has the engine start and remove a submission's container, with nothing in it."""
    sandbox = docker.Docker()
    sandbox.prepare(lambda text: None)
    limits = launch(load(EXERCISES / "flatten12"))

    def one() -> None:
        with mock.patch.object(docker, "_COMMAND", ("true",)):
            box = sandbox.open(limits)
        box.stream.recv(1)  # its end
        box.close()

    return one
