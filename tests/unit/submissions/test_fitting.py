"""What of a submission is graded, and which of its files is the solution."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.errors import ExerciseError, RejectedSubmission
from grader.exercises.demands import Demands
from grader.exercises.exercise import Exercise
from grader.exercises.manifest import load
from grader.submissions.fitting import fitted, standing_in
from grader.submissions.reading import made
from grader.submissions.submission import FoundFile, Handed, Submission
from tests.real import tiny_exercise
from tests.unit.submissions.test_archives import zipped

F = b"def f(): ...\n"


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    return tiny_exercise(tmp_path / "tiny", "def test_it(): ...")


def handed_in(*, is_archive: bool = False, **files: bytes) -> Submission:
    found = tuple(FoundFile(name, content, len(content)) for name, content in sorted(files.items()))
    return Submission("some/work", b"\n".join(files.values()), handed=Handed(found, (), is_archive))


def fit(
    exercise: Exercise, files: dict[str, bytes], *, is_archive: bool = False, **demands: Any
) -> Submission:
    exercise = replace(exercise, demands=Demands(**demands))
    return fitted(handed_in(is_archive=is_archive, **files), exercise)


@pytest.mark.parametrize(
    ("files", "module", "root"),
    [
        ({"a.py": F}, "a", ""),
        ({"a.py": F, "b.py": b"x = 1\n"}, "a", ""),
        ({"pkg/__init__.py": b"", "pkg/a.py": F}, "pkg.a", ""),
        ({"pkg/__init__.py": F, "pkg/a.py": b""}, "pkg", ""),
        ({"src/pkg/__init__.py": b"", "src/pkg/a.py": F, "setup.py": b"x = 1"}, "pkg.a", "src"),
        ({"src/a.py": F, "README.md": b"hello"}, "a", "src"),
        ({"main.py": b"from lib import f\n", "lib.py": b"def f_(): ...\nf = f_\nimport f\n"}, "lib", ""),
        ({"main.py": b"from lib import (\n    f,\n)\n", "lib.py": b"globals()['f'] = 1\n"}, "main", ""),
        ({"main.py": b"pass\n"}, "main", ""),
        ({"tiny.py": b"from a import *\n", "a.py": b"from b import *\n", "b.py": b"pass\n"}, "tiny", ""),
        ({"__init__.py": b"", "core.py": b"from . import x\n" + F, "x.py": b"1\n"}, "work.core", ""),
        ({"__init__.py": b"", "core.py": F}, "core", ""),
    ],
)
def test_the_solution_is_what_defines_the_names(
    exercise: Exercise, files: dict[str, bytes], module: str, root: str
) -> None:
    project = fit(exercise, files).project
    assert project is not None
    assert (project.module, project.root) == (module, root)


@pytest.mark.parametrize(
    ("files", "solution", "root"),
    [
        ({"mine/__init__.py": b"pass\n"}, "mine", ""),
        ({"mine.py": b"pass\n"}, "mine", ""),
        ({"mine/core.py": b"pass\n", "mine/__init__.py": b""}, "mine.core", ""),
        ({"src/mine/__init__.py": b"pass\n"}, "mine", "src"),
        ({"__init__.py": b"pass\n", "a.py": b""}, "mine", ""),
        ({"mine/__init__.py": b"pass\n", "old/mine/__init__.py": b"pass\n"}, "mine", ""),
    ],
)
def test_the_solution_is_what_the_manifest_names(
    exercise: Exercise, files: dict[str, bytes], solution: str, root: str
) -> None:
    project = fit(exercise, files, solution=solution).project
    assert project is not None
    assert (project.module, project.root) == (solution, root)


@pytest.mark.parametrize(
    ("files", "solution", "names"),
    [
        ({"work/a.py": F, "work/b.py": b"1\n"}, "", {"a.py", "b.py"}),
        ({"work/__init__.py": b"", "work/a.py": F}, "", {"work/__init__.py", "work/a.py"}),
        ({"mine/__init__.py": F}, "mine", {"mine/__init__.py"}),
        ({"work/__init__.py": b"", "work/mine/__init__.py": F}, "mine", {"__init__.py", "mine/__init__.py"}),
        ({"work/a.py": F, "b.py": b"1\n"}, "", {"work/a.py", "b.py"}),
    ],
)
def test_a_single_folder_around_all_is_taken_off_but_for_a_package(
    exercise: Exercise, files: dict[str, bytes], solution: str, names: set[str]
) -> None:
    project = fit(exercise, files, is_archive=True, solution=solution).project
    assert project is not None
    assert {name for name, _ in project.files} == names


def test_only_what_is_asked_for_is_kept_and_the_rest_is_named(exercise: Exercise) -> None:
    files = {"a.py": F, "data/x.csv": b"1", "notes.txt": b"hi", "own.json": b"{}"}
    found = fit(exercise, files, allowed=("*.csv",), required=("own.json",))
    assert found.project is not None
    assert {name for name, _ in found.project.files} == {"a.py", "data/x.csv", "own.json"}
    assert found.left_out == ("notes.txt",)
    assert [file.name for file in found.info().files] == ["a.py", "data/x.csv", "own.json"]


def test_what_the_exercise_gives_is_there_in_place_of_the_candidates_but_modules(exercise: Exercise) -> None:
    given = exercise.folder / "files"
    given.mkdir()
    for name in ("people.csv", "helper.py"):
        (given / name).write_text("given\n")
    files = {"a.py": F, "people.csv": b"other", "helper.py": b"mine = 1\n"}
    found = fit(exercise, files, allowed=("*.csv",))
    assert found.project is not None
    assert {name for name, _ in found.project.files} == {"a.py", "helper.py"}
    assert found.left_out == ("people.csv",)


REFUSED: dict[str, tuple[dict[str, bytes], dict[str, Any], str, tuple[str, ...]]] = {
    "two that define": ({"a.py": F, "b.py": F, "c.py": b"1"}, {}, "two-solutions", ("a.py", "b.py")),
    "two by name": (
        {"x/mine.py": F, "y/mine.py": F}, {"solution": "mine"}, "two-solutions", ("x/mine.py", "y/mine.py"),
    ),
    "none by name": ({"a.py": F}, {"solution": "mine"}, "no-solution", ("mine",)),
    "none that defines": ({"a.py": b"1", "b.py": b"2"}, {}, "no-solution", ("f",)),
    "one missing": (
        {"a.py": F}, {"required": ("a.py", "b.py", "c/d.py")}, "missing-file", ("b.py", "c/d.py"),
    ),
    "nothing left": ({"notes.txt": b"hi"}, {}, "empty", ("notes.txt",)),
    "blank files": ({"a.py": b"\n", "b.py": b""}, {}, "empty", ()),
    "too many": ({"a.py": F, "b.py": b"", "c.py": b""}, {"most_files": 2}, "too-many-files", ("3", "2")),
    "too much": (
        {"a.py": F, "b.csv": b"x" * 900, "c.csv": b"x" * 900}, {"allowed": ("*.csv",), "most_bytes": 1024},
        "too-large", ("1024",),
    ),
    "one too large": (
        {"a.py": F, "b.csv": b"x" * 99}, {"allowed": ("*.csv",), "most_file_bytes": 98},
        "too-large", ("b.csv", "98"),
    ),
    "a long source": ({"a.py": F + b"#" * (300 << 10)}, {}, "too-large", ("a.py",)),
    "no text": ({"a.py": F, "b.py": b"\xff"}, {}, "not-utf-8", ("b.py",)),
    "a dot in its name": ({"my.work.py": F}, {}, "odd-name", ("my.work.py",)),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_is_refused_in_a_sentence_that_names_it(name: str, exercise: Exercise) -> None:
    files, demands, code, words = REFUSED[name]
    with pytest.raises(RejectedSubmission) as caught:
        fit(exercise, files, **demands)
    assert caught.value.code == code
    for word in words:
        assert word in caught.value.message
    assert caught.value.remedy


def test_a_file_too_large_to_be_read_matters_only_where_it_is_allowed(exercise: Exercise) -> None:
    large = FoundFile("b.bin", None, 1 << 40)
    handed = replace(handed_in(**{"a.py": F}), handed=Handed((FoundFile("a.py", F, len(F)), large)))
    assert fitted(handed, exercise).left_out == ("b.bin",)
    with pytest.raises(RejectedSubmission, match=r"'b\.bin' in it has 1099511627776 bytes"):
        fitted(handed, replace(exercise, demands=Demands(allowed=("*.bin",))))


def test_the_digest_is_that_of_the_list_of_files(exercise: Exercise) -> None:
    found = fit(exercise, {"b/c.py": b"1\n", "a.py": F})
    lines = (
        f"{hashlib.sha256(F).hexdigest()}  a.py\n{hashlib.sha256(b'1' + bytes([10])).hexdigest()}  b/c.py\n"
    )
    assert found.sha256 == hashlib.sha256(lines.encode()).hexdigest()
    assert found.size == len(F) + 2


def test_one_file_stays_as_it_is_and_fits_where_names_are_asked_for(exercise: Exercise) -> None:
    one = Submission("mine.py", F)
    assert fitted(one, exercise) is one
    named = fitted(one, replace(exercise, demands=Demands(solution="mine")))
    assert named.project is not None
    assert named.project.module == "mine"
    with pytest.raises(RejectedSubmission, match="lacks"):
        fitted(one, replace(exercise, demands=Demands(required=("other.py",))))


def test_a_notebook_among_files_is_the_solution_where_it_is_allowed(exercise: Exercise) -> None:
    notebook = b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "def f(): ..."}]}'
    files = {"work.ipynb": notebook, "lib.py": b"x = 1\n"}
    found = fit(exercise, files, allowed=("*.ipynb",))
    assert found.project is not None and found.notebook is not None
    assert (found.project.module, found.notebook.cells) == ("", ("def f(): ...",))
    with pytest.raises(RejectedSubmission, match="holds no file"):
        fit(exercise, {"work.ipynb": notebook, "a.py": b"1", "b.py": b"2"})


def test_the_name_says_what_content_at_hand_is(exercise: Exercise) -> None:
    assert made("a.zip", zipped({"a.py": F})).handed is not None
    assert made("a.py", F) == Submission("a.py", F)


def test_a_file_of_ours_takes_the_form_that_is_asked_for(exercise: Exercise) -> None:
    demands = Demands(solution="mine", required=("mine/__init__.py", "mine/a.py"))
    found = standing_in(replace(exercise, demands=demands), "ours.py", F)
    assert found.project is not None
    assert dict(found.project.files) == {"mine/__init__.py": F, "mine/a.py": F}
    assert standing_in(exercise, "ours.py", F) == Submission("ours.py", F)


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ('solution = "pytest"', "solution"), ('solution = "os.path"', "solution"),
        ('solution = "a-b"', "solution"),
        ('cells = "stop"', "cells"), ("[submission]\nmax_files = 0", "max_files"),
        ('[submission]\nrequired = ["/etc/passwd"]', "required"), ("[submission]\nmax_mb = inf", "max_mb"),
        ('[submission]\nsolution = "a"', "solution"),
    ],
)  # fmt: skip
def test_demands_that_cannot_be_are_the_authors_fault(exercise: Exercise, lines: str, word: str) -> None:
    manifest = exercise.folder / "exercise.toml"
    top, table = lines.partition("[submission]")[::2]
    text = manifest.read_text().replace(
        "[limits]", f"{top}\n{'[submission]' + table if table else ''}\n[limits]"
    )
    manifest.write_text(text)
    with pytest.raises(ExerciseError, match=word):
        load(exercise.folder)


def test_a_given_file_that_is_a_link_is_the_authors_fault(exercise: Exercise) -> None:
    (exercise.folder / "files").mkdir()
    (exercise.folder / "files" / "a.csv").symlink_to("/etc/passwd")
    with pytest.raises(ExerciseError, match=r"a\.csv"):
        exercise.files()
