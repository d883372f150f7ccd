"""Files that are after the judge, many in a row: each is graded, and so is whoever comes after them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import command, real

ATTACKS = Path(__file__).parent
AFTER_THE_JUDGE = ("exceptions_with_places_far_outside", "exceptions_that_cannot_be_shown")
# More than end a batch where the machine is at fault.
MANY = 10


@pytest.mark.matrix
@pytest.mark.parametrize("name", AFTER_THE_JUDGE)
def test_files_that_are_after_the_judge_do_not_end_a_batch(name: str, tmp_path: Path) -> None:
    real.sandbox_or_skip("bubblewrap")
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(MANY):
        (folder / f"a{number}.py").write_bytes((ATTACKS / "exit" / f"{name}.py").read_bytes())
    (folder / "z.py").write_bytes(command.GOOD)
    done = command.run(
        "batch", "in", "--exercise", "flatten", "--sandbox", "bubblewrap", "--results", "out.jsonl",
        cwd=tmp_path, folder=tmp_path,
    )  # fmt: skip
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    reports = [line["report"] for line in lines if "report" in line]
    assert len(reports) == MANY + 1, done
    assert {report["status"] for report in reports} == {"graded"}
    fractions = sorted(report["score"]["fraction"] for report in reports)
    assert fractions[0] == 0 and fractions[-2] < 1 and fractions[-1] == 1
