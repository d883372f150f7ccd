"""What a suite imports for its types is known to a type checker, as it is to an IDE."""

from __future__ import annotations

import re
from pathlib import Path

from mypy import api

from .test_docs import BLOCKS

(EXAMPLE,) = (text for _, text in BLOCKS if text.startswith("# tour/hidden/test_markers.py\n"))
WRONG = """
def revealed(recorder: Recorder, facts: Facts) -> None:
    reveal_type(recorder().calls)
    reveal_type(facts.function("f"))

@points("2")
def test_points() -> None: ...

@group("A", whole=True)
def test_group() -> None: ...
"""


def test_the_example_is_sound_and_what_is_wrong_is_found(tmp_path: Path) -> None:
    file = tmp_path / "test_markers.py"
    file.write_text(EXAMPLE + WRONG, "utf-8")
    (tmp_path / "solution.pyi").write_text("from typing import Any\ndef __getattr__(name: str) -> Any: ...\n")
    out, err, _ = api.run(
        ["--strict", "--no-error-summary", "--hide-error-codes", f"--cache-dir={tmp_path}/cache",
         "--config-file=", str(file)]
    )  # fmt: skip
    assert err == ""
    told = [re.sub(r"^.*?:\d+: ", "", line) for line in out.splitlines()]
    assert told == [
        'note: Revealed type is "list[tuple[tuple[Any, ...], dict[str, Any]]]"',
        'note: Revealed type is "grader.judge.fixtures.facts.Function | None"',
        'error: Argument 1 to "points" has incompatible type "str"; expected "float"',
        'error: Unexpected keyword argument "whole" for "group"',
        'note: "group" defined in "grader.markers"',
    ]
