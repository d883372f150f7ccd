"""What a hidden test leaves behind in a sandbox is read by nobody who may tell of it.

The files in `carry` write what a hidden test gave them into something that outlives the test, and read it
where the message is shown. Not every one works everywhere, and there are more: the order is what counts.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from grader.exercises.manifest import load
from grader.grading.order import Watcher
from grader.machine.paths import shipped
from grader.report import Audience, Check, Visibility
from tests import real

FOLDER = Path(__file__).parent / "carry"
FILES = sorted(path.stem for path in FOLDER.glob("*.py"))


@pytest.mark.usual(2)
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("sandbox", [*real.NAMES, real.FORKED])
def test_nothing_that_a_candidate_may_read_about_runs_after_something_hidden(sandbox: str, name: str) -> None:
    exercise = load(shipped("exercises") / "flatten")
    seen: list[Check] = []
    with contextlib.closing(real.Sandboxes()) as sandboxes:
        report = real.graded(
            exercise, (FOLDER / f"{name}.py").read_bytes(), sandboxes.named(sandbox), seed=7,
            watcher=Watcher(on_check=seen.append),
        )  # fmt: skip
    told = [check.told(Audience.CANDIDATE) + check.output for check in report.checks if shown(check)]
    assert [text for text in told if "CARRIED" in text] == []
    assert sum(map(shown, seen)) == 5
    assert all(map(shown, seen[:5]))


def shown(check: Check) -> bool:
    return check.test.visibility is Visibility.VISIBLE
