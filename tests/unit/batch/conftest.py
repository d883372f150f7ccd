"""Records as a batch writes them, made of plain values."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Record = dict[str, Any]
Recorded = Callable[..., Record]


@pytest.fixture
def record() -> Recorded:
    """A function that makes a record: `verdicts` of tests worth a point each, or the owner of a problem."""

    def make(
        candidate: str, *verdicts: str, owner: str = "", code: str = "what", finished: str = "2026-01-01"
    ) -> Record:
        tests = [
            {"id": f"hidden/test_f.py::test_{number}", "title": f"does {number}", "verdict": verdict}
            for number, verdict in enumerate(verdicts)
        ]
        points = float(verdicts.count("passed"))
        score = {"points": points, "max_points": float(len(verdicts)), "bonus": 0.0, "max_bonus": 0.0}
        status = {"": "graded", "candidate": "rejected"}.get(owner, "error")
        report = {
            "status": status,
            "exercise": {"slug": "f", "digest": "d"},
            "submission": {"sha256": f"sum of {candidate}"},
            "score": None if owner else score,
            "tests": tests,
            "problem": {"owner": owner, "code": code, "message": f"{code}!"} if owner else None,
        }
        return {
            "record_version": 1, "candidate": candidate, "path": f"in/{candidate}.py",
            "started": "2026-01-01", "finished": finished, "report": report,
        }  # fmt: skip

    return make


def as_line(record: Record) -> str:
    return json.dumps(record)
