"""No cheat of the stock earns anything here; `grade audit` tries every exercise, in any sandbox."""

from __future__ import annotations

import pytest

from grader.exercises.manifest import load
from grader.machine.paths import shipped
from grader.selftest.cheats import audit
from tests import real


@pytest.mark.matrix
def test_an_exercise_with_a_class_and_a_function_cannot_be_cheated() -> None:
    sandbox = real.sandbox_or_skip("bubblewrap")
    exercise = load(shipped("exercises") / "state_machine")
    found = audit(exercise, sandbox, seed=2024, jobs=2, on_done=lambda done, of: None)
    assert [row.attempt.name for row in found.rows if found.is_cheated_by(row)] == []
    assert not found.too_easy
    # The stubs do answer: the one that tells true from false by turns is right where a test asks for no more.
    assert found.stub.score.points > 0
