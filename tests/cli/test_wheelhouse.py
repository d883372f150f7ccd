"""An exercise's libraries for a machine without a registry: saved as wheels, and installed from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Grade

ANSWER = Path(__file__).parents[2] / "exercises/users_api/submissions/accepted/by_hand.py"
FLATTEN = Path(__file__).parents[2] / "exercises/flatten/submissions/accepted/work_list.py"
# Where nothing listens: whoever asks a registry fails at once.
NOWHERE = "http://127.0.0.1:9"


@pytest.mark.matrix  # it waits for the registry
def test_what_is_saved_here_is_installed_elsewhere(run: Grade, here: Path, bubblewrap: None) -> None:
    saved = run("setup", "users_api", "--sandbox", "bubblewrap", "--save", "wheels")
    assert (saved.code, list((here / "wheels").glob("flask-*.whl")) != []) == (0, True)
    other = {"GRADE_CACHE": str(here / "cache"), "HTTPS_PROXY": NOWHERE, "ALL_PROXY": NOWHERE}
    grading = "submit", "--sandbox", "bubblewrap", "--exercise", "users_api", "--visible-only", str(ANSWER)

    without = run(*grading, env=other)
    assert without.code == 3
    assert "--offline DIR" in without.err.splitlines()[-1]

    (here / "none").mkdir()
    missing = run("setup", "users_api", "--sandbox", "bubblewrap", "--offline", "none", env=other)
    assert missing.code == 3
    assert "lacks a wheel" in missing.err.splitlines()[-1]

    offline = run("setup", "users_api", "--sandbox", "bubblewrap", "--offline", "wheels", env=other)
    assert (offline.code, offline.out) == (0, "bubblewrap: ready.\n")
    assert run(*grading, env=other).code == 0
    assert "flask" in run("doctor", env=other).out

    assert run("clean", env=other | {"DOCKER_HOST": f"unix://{here}/none.sock"}).code == 0
    assert not (here / "cache" / "environments").exists()


def test_what_every_submission_may_import_is_saved_too(run: Grade, here: Path, bubblewrap: None) -> None:
    saved = run("setup", "--sandbox", "bubblewrap", "--save", "wheels")
    assert saved.code == 0
    names = {path.name.partition("-")[0] for path in (here / "wheels").glob("*.whl")}
    assert {"aiohttp", "httpx", "pytest", "pytest_asyncio"} < names
    other = {"GRADE_CACHE": str(here / "cache-of-another"), "HTTPS_PROXY": NOWHERE, "ALL_PROXY": NOWHERE}
    grading = "submit", "--sandbox", "bubblewrap", "--exercise", "flatten", "--visible-only", str(FLATTEN)
    offline = run("setup", "--sandbox", "bubblewrap", "--offline", "wheels", env=other)
    assert (offline.code, offline.out) == (0, "bubblewrap: ready.\n")
    assert run(*grading, env=other).code == 0
