"""The commands around `grade submit`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader import __version__
from grader.machine.paths import shipped
from tests import real
from tests.command import GOOD

from .conftest import Grade, one_sentence

EXERCISES = sorted(path.parent.name for path in shipped("exercises").glob("*/exercise.toml"))


def test_help_names_the_commands_and_the_exit_codes(run: Grade) -> None:
    done = run("--help")
    assert (done.code, done.err) == (0, "")
    for word in ("submit", "list", "show", "start", "setup", "doctor", "clean"):
        assert re.search(rf"^  {word} ", done.out, re.M), word
    for code in ("0", "1", "2", "3", "4", "5", "130"):
        assert re.search(rf"^ +{code}  ", done.out, re.M), code
    for word in ("submit", "list", "show", "start", "setup", "doctor", "clean"):
        assert run(word, "--help").code == 0


def test_version(run: Grade) -> None:
    """With the commit; that of a build is told by tests/install."""
    done = run("--version")
    commit = r"commit ([0-9a-f]{12}\+?|unknown)"
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(rf"grade, version {re.escape(__version__)} \({commit}, not built\)\n", done.out)


def test_list_shows_every_exercise(run: Grade) -> None:
    done = run("list")
    assert (done.code, done.err) == (0, "")
    assert [line.split()[0] for line in done.out.splitlines()] == EXERCISES
    assert all(re.search(r" \d+( \+ \d+)? points  \S", line) for line in done.out.splitlines())


@pytest.mark.parametrize("slug", EXERCISES)
def test_show_tells_task_limits_and_points_and_nothing_hidden(run: Grade, slug: str) -> None:
    done = run("show", slug)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("# ")
    assert re.search(r"^points   \d+, and \d+ bonus points$", done.out, re.M)
    assert re.search(
        r"^limits   \d+ s of CPU, \d+ s in all and \d+ MB a test; a file of at most \d+ KiB$", done.out, re.M
    )
    assert "hidden/" not in done.out


def test_start_writes_a_starter_that_can_be_submitted_and_overwrites_nothing(
    submit: Grade, run: Grade, here: Path
) -> None:
    done = run("start", "flatten")
    assert (done.code, done.err) == (0, "")
    assert done.out == "Wrote 'flatten.py'; `grade show flatten` tells what is asked.\n"
    assert (here / "flatten.py").read_text().startswith("# exercise: flatten\n")
    assert submit("flatten.py", "--visible-only").code == 1
    (here / "flatten.py").write_bytes(GOOD)
    done = run("start", "flatten")
    assert (done.code, one_sentence(done)) == (
        2, "'flatten.py' is already there, and is left as it is. Name another folder.",
    )  # fmt: skip
    assert (here / "flatten.py").read_bytes() == GOOD
    assert run("start", "flatten", "new/folder").code == 0
    assert (here / "new" / "folder" / "flatten.py").is_file()
    done = run("start", "flatten", "flatten.py")
    assert done.code in (2, 3)
    one_sentence(done)


def test_doctor_tells_what_works_and_what_mends_the_rest(run: Grade, here: Path, bubblewrap: None) -> None:
    done = run("doctor", env={"DOCKER_HOST": f"unix://{here}/nonexistent.sock"})
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert any(
        re.fullmatch(rf"ok  grade +{re.escape(__version__)} \(commit .*\), on Python 3\..*", line)
        for line in lines
    )
    assert any(re.fullmatch(r"no  docker +no engine answers at unix://.*", line) for line in lines)
    assert any(re.fullmatch(r"ok  bubblewrap +runs Python 3\.\d+\.\d+", line) for line in lines)


def test_doctor_finds_docker_where_it_is(run: Grade) -> None:
    real.sandbox_or_skip("docker")
    done = run("doctor")
    assert done.code == 0
    assert re.search(r"^ok  docker +runs Python 3\.\d+\.\d+, at \w+://.+$", done.out, re.M)


def test_setup_makes_each_sandbox_ready(run: Grade, here: Path, bubblewrap: None) -> None:
    done = run("setup", "--sandbox", "bubblewrap")
    assert (done.code, done.out) == (0, "bubblewrap: ready.\n")
    dead = {"DOCKER_HOST": f"unix://{here}/nonexistent.sock"}
    done = run("setup", env=dead)
    assert done.code == 0
    assert re.fullmatch(r"docker: not ready\. .*\nbubblewrap: ready\.\n", done.out)
    done = run("setup", "--sandbox", "docker", env=dead)
    assert done.code == 3
    one_sentence(done)


def test_clean_removes_the_cache_and_leaves_an_engine_that_is_not_there_alone(run: Grade, here: Path) -> None:
    cache = here / "cache"
    (cache / "judge").mkdir(parents=True)
    env = {"GRADE_CACHE": str(cache), "DOCKER_HOST": f"unix://{here}/nonexistent.sock"}
    done = run("clean", env=env)
    assert (done.code, done.err) == (0, "")
    assert not (cache / "judge").exists()
    assert run("clean", env=env).code == 0
