"""Files of settings: which is found, which counts, and what is said of one that is wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.settings import SETTINGS, File, Found, find, user_file


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project inside a home, the current folder; without a pipeline and without settings."""
    folder = tmp_path / "home" / "project" / "inner"
    folder.mkdir(parents=True)
    for name in ("CI", *(setting.variable for setting in SETTINGS)):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(folder)
    return folder


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_without_files_nothing_is_set() -> None:
    assert find(None) == Found(())


@pytest.mark.parametrize("where", [".", "..", "../.."])
def test_a_projects_own_file_is_found_upward_to_the_home_folder(here: Path, where: str) -> None:
    path = write((here / where).resolve() / "grade.toml", "jobs = 3\n")
    assert find(None) == Found((File(path, {"jobs": 3}),))


def test_beyond_the_home_folder_nothing_is_looked_for(here: Path) -> None:
    write(here.parents[2] / "grade.toml", "jobs = 3\n")
    assert find(None) == Found(())


def test_a_table_in_pyproject_counts_and_other_tables_do_not(here: Path) -> None:
    shared = write(here.parent / "pyproject.toml", "[tool.grade]\njobs = 3\n[tool.other]\nx = 1\n")
    write(here / "pyproject.toml", '[project]\nname = "grade"\n')
    assert find(None) == Found((File(shared, {"jobs": 3}),))


def test_the_nearest_file_counts_and_its_own_one_before_pyproject(here: Path) -> None:
    write(here / "pyproject.toml", "[tool.grade]\njobs = 2\n")
    own = write(here / "grade.toml", "jobs = 1\n")
    write(here.parent / "grade.toml", "jobs = 3\n")
    assert find(None) == Found((File(own, {"jobs": 1}),))


def test_the_project_is_stronger_than_the_user_value_by_value(here: Path) -> None:
    project = write(here / "grade.toml", 'sandbox = "docker"\n')
    own = write(user_file(), 'sandbox = "bubblewrap"\nfail_under = 50\n')
    found = find(None)
    assert found.value("sandbox") == ("docker", project)
    assert found.value("fail_under") == (50, own)
    assert found.value("jobs") is None


def test_a_folder_of_exercises_is_meant_from_the_files_own_folder(here: Path) -> None:
    write(here.parent / "grade.toml", 'exercises = "course/exercises"\n')
    value = find(None).value("exercises")
    assert value
    assert value[0] == str(here.parent / "course" / "exercises")


def test_a_named_file_counts_in_place_of_one_that_is_found(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(here / "grade.toml", "jobs = 1\n")
    named = write(tmp_path / "other.toml", "jobs = 2\n")
    monkeypatch.setenv("GRADE_CONFIG", str(named))
    monkeypatch.setenv("CI", "true")
    assert find([str(here / "solution.py")]) == Found((File(named, {"jobs": 2}),))


HOSTILE = 'exercises = "mine"\nfail_under = 0\naudience = "assessor"\nsandbox = "bubblewrap"\n'


@pytest.mark.parametrize("submission", ["solution.py", "src/solution.py", "../inner/solution.py"])
@pytest.mark.parametrize("name", ["grade.toml", "pyproject.toml"])
def test_what_may_have_come_with_the_submission_sets_nothing(here: Path, submission: str, name: str) -> None:
    head = "[tool.grade]\n" if name == "pyproject.toml" else ""
    path = write(here / name, head + HOSTILE)
    own = write(user_file(), "fail_under = 80\n")
    found = find([submission])
    assert (found.files, found.ignored) == ((File(own, {"fail_under": 80}),), path)
    assert "submission" in found.why


def test_a_folder_above_that_holds_the_submission_counts_as_little(here: Path) -> None:
    path = write(here.parent / "grade.toml", HOSTILE)
    assert find([str(here.parent / "solution.py")]).ignored == path


def test_one_submission_of_many_is_enough(here: Path, tmp_path: Path) -> None:
    path = write(here / "grade.toml", HOSTILE)
    assert find([str(tmp_path / "a.py"), "b.py"]).ignored == path


def test_a_link_beside_the_settings_does_not_make_them_count(here: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (here / "src").symlink_to(tmp_path / "elsewhere")
    path = write(here / "grade.toml", HOSTILE)
    assert find(["src/solution.py"]).ignored == path


def test_nor_does_a_link_to_where_they_are(here: Path, tmp_path: Path) -> None:
    (tmp_path / "door").symlink_to(here)
    path = write(here / "grade.toml", HOSTILE)
    assert find([str(tmp_path / "door" / "solution.py")]).ignored == path


def test_for_a_submission_elsewhere_a_project_counts(here: Path, tmp_path: Path) -> None:
    path = write(here / "grade.toml", "fail_under = 50\n")
    assert find([str(tmp_path / "solution.py")]) == Found((File(path, {"fail_under": 50}),))


def test_in_a_pipeline_it_does_not(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(here / "grade.toml", "fail_under = 50\n")
    monkeypatch.setenv("CI", "true")
    assert find([str(tmp_path / "solution.py")]).ignored == path
    assert find(None).value("fail_under") == (50, path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_file_of_another_user_does_not_count(here: Path) -> None:
    path = write(here / "grade.toml", "jobs = 1\n")
    os.chown(path, 12345, 12345)
    assert find(None) == Found((), path, "it belongs to another user")


@pytest.mark.parametrize("content", ["[" * 100_000, "\xff", "x" * (1 << 21), "jobs = "])
@pytest.mark.parametrize("name", ["grade.toml", "pyproject.toml"])
def test_a_file_that_does_not_count_stops_no_grading(here: Path, name: str, content: str) -> None:
    (here / name).write_text(content, "latin-1")
    assert find(["solution.py"]).files == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fail_udner = 1", "sets 'fail_udner', which is no setting. Did you mean 'fail_under'?"),
        ("zzz = 1", "sets 'zzz', which is no setting. There are: exercises, sandbox, runtime, "),
        ('cache = "/"', "sets 'cache', which is no setting."),
        ('fail_under = "50"', 'sets fail_under to "50", and not to a number.'),
        ("fail_under = true", "sets fail_under to true, and not to a number."),
        ("jobs = 1.5", "sets jobs to 1.5, and not to a whole number."),
        ("sandbox = 1", "sets sandbox to 1, and not to a text."),
        ("exercises = 1", "sets exercises to 1, and not to a text."),
        ('format = ["json", 1]', 'sets format to ["json", 1], and not to a text, or a list of texts.'),
        ("jobs = ", "is not valid TOML at line 1 (jobs =): "),
        ("[" * 100_000, "is not valid TOML"),
    ],
)
def test_a_wrong_file_is_said_in_one_sentence_with_its_name_and_key(here: Path, text: str, said: str) -> None:
    path = write(here / "grade.toml", text)
    with pytest.raises(UsageError) as caught:
        find(None)
    assert f"'{path}' {said}" in str(caught.value)
    assert caught.value.code == "bad-settings"


def test_a_named_file_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADE_CONFIG", "missing.toml")
    with pytest.raises(UsageError, match=r"'missing.toml' cannot be read"):
        find(None)


def test_a_pipe_is_not_waited_for(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(here / "grade.toml")
    assert find(None) == Found(())
    monkeypatch.setenv("GRADE_CONFIG", "grade.toml")
    with pytest.raises(UsageError, match="is not a regular file"):
        find(None)
