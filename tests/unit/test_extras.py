"""How an extra is added depends on what installed the grader."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.machine.extras import command


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("pyvenv.cfg", "pip install 'grade-python-exercises[similar]'"),
        ("uv-receipt.toml", "uv tool install 'grade-python-exercises[similar]'"),
        ("pipx_metadata.json", "pipx install --force 'grade-python-exercises[similar]'"),
    ],
)
def test_the_command_is_that_of_the_tool_that_made_the_environment(
    tmp_path: Path, file: str, wanted: str
) -> None:
    (tmp_path / file).touch()
    assert command("similar", str(tmp_path)) == wanted
