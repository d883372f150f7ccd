"""What is kept of a machine's speed, and what time factor follows from it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from grader.machine import speed
from grader.machine.speed import REFERENCE_SECONDS, time_factor


@pytest.mark.parametrize(
    ("times", "factor"),
    [(1.0, 1.0), (0.9, 1.0), (1.12, 1.0), (1.2, 1.25), (2.0, 2.0), (0.7, 0.75), (0.1, 0.5), (99.0, 4.0)],
)
def test_the_factor_goes_in_quarters_within_its_bounds(times: float, factor: float) -> None:
    assert time_factor(times * REFERENCE_SECONDS) == factor


@pytest.mark.parametrize("unknown", [0.0, -1.0, float("nan"), float("inf")])
def test_where_nothing_is_known_the_limits_are_as_they_are(unknown: float) -> None:
    assert time_factor(unknown) == 1.0


def test_the_shortest_time_is_kept_for_an_hour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADE_CACHE", str(tmp_path))
    assert speed.kept("here") == 0.0
    speed.keep("here", 0.003)
    speed.keep("here", 0.0)  # not measured
    assert speed.kept("here") == 0.003
    assert speed.is_doubtful(speed.kept("here"))  # something else may have run
    speed.keep("here", 0.001)
    speed.keep("here", 0.002)
    assert speed.kept("here") == 0.001
    assert not speed.is_doubtful(speed.kept("here"))
    assert speed.kept("there") == 0.0
    (file,) = (tmp_path / "speed").iterdir()
    os.utime(file, (time.time() - 4000, time.time() - 4000))
    assert speed.kept("here") == 0.0


@pytest.mark.parametrize("broken", ["", "x", "nan", "-1", "inf", "é"])
def test_what_is_no_time_is_measured_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    monkeypatch.setenv("GRADE_CACHE", str(tmp_path))
    speed.keep("here", 0.001)
    (file,) = (tmp_path / "speed").iterdir()
    file.write_text(broken, "utf-8")
    assert speed.kept("here") == 0.0


def test_where_nothing_can_be_kept_nothing_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("GRADE_CACHE", str(tmp_path / "file"))
    speed.keep("here", 0.001)
    assert speed.kept("here") == 0.0
