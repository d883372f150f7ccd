"""Which interpreter of this machine an exercise gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.environments import pythons
from grader.errors import ExitCode, InfrastructureError
from grader.exercises.environment import Environment


def test_ours_is_taken_where_it_will_do_and_another_one_or_none_elsewhere() -> None:
    assert pythons.fitting(None) == pythons.fitting(Environment(">=3.11")) == pythons.ours()
    with pytest.raises(InfrastructureError, match=r"uv python install 3\.15") as caught:
        pythons.fitting(Environment("==3.15.*,!=3.15.0"))
    assert caught.value.exit_code == ExitCode.INFRASTRUCTURE


def test_what_does_not_start_is_no_interpreter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("python3.15", "#!/bin/sh\nexit 127\n"), ("python3.14", "#!/bin/sh\necho '[true]'\n")):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    pythons._all.cache_clear()
    try:
        assert set(pythons._all()) <= {pythons.ours()}
    finally:
        pythons._all.cache_clear()
