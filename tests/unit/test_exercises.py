"""Exercises are read from their manifests; no code of theirs runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import ExerciseError, UsageError
from grader.exercises.exercise import Exercise
from grader.exercises.find import asked_for, catalogue, find, root, slugs
from grader.exercises.manifest import load
from grader.limits import Limits

MANIFEST = """\
schema = 1
title = "Flatten"
version = "1.0.0"
summary = "Flattens."
names = ["flatten"]
points = 10
bonus_points = 0

[limits]
cpu_seconds = 2
wall_seconds = 5.5
memory_mb = 256
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRADE_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("GRADE_EXERCISES", raising=False)
    return tmp_path / "cache"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for slug in ("flatten", "graph"):
        home = tmp_path / "exercises" / slug
        (home / "hidden").mkdir(parents=True)
        home.joinpath("exercise.toml").write_text(MANIFEST.replace("flatten", slug))
        home.joinpath("hidden", "test_it.py").write_text("raise SystemExit('it ran')\n")
    return tmp_path / "exercises"


def write(folder: Path, old: str, new: str) -> Path:
    assert old in MANIFEST
    (folder / "flatten" / "exercise.toml").write_text(MANIFEST.replace(old, new))
    return folder / "flatten"


def test_a_manifest_becomes_an_exercise(folder: Path) -> None:
    assert load(folder / "flatten") == Exercise(
        slug="flatten",
        folder=folder / "flatten",
        title="Flatten",
        version="1.0.0",
        summary="Flattens.",
        names=("flatten",),
        points=10,
        bonus_points=0,
        libraries=(),
        loopback=False,
        limits=Limits(cpu_seconds=2, wall_seconds=5.5, memory_bytes=256 << 20),
    )


def test_limits_are_read_in_the_units_of_their_names(folder: Path) -> None:
    extra = "total_seconds = 9\nprocesses = 9\noutput_kb = 3\nsource_kb = 4\ndisk_mb = 5\n"
    extra += "judge_memory_mb = 600\n"
    limits = load(write(folder, "memory_mb = 256\n", f"memory_mb = 64\n{extra}")).limits
    assert limits == Limits(2, 5.5, 64 << 20, 9, 9, 3 << 10, 4 << 10, 5 << 20, 600 << 20)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('title = "Flatten"', "title = 5", "title"),
        ("points = 10\n", "", "points"),
        ("points = 10\n", "points = -1\n", "points"),
        ('names = ["flatten"]', "names = []", "names"),
        ("cpu_seconds = 2", 'cpu_seconds = "2"', "limits.cpu_seconds"),
        ("memory_mb = 256", "memory_mb = 256\nmemory_gb = 1", "limits"),
        ("schema = 1\n", "schema = 2\n", "schema"),
        ('version = "1.0.0"', 'version = "1"', "version"),
        ("memory_mb = 256", "memory_mb = 256.0", "limits.memory_mb"),
        ("cpu_seconds = 2", "cpu_seconds = nan", "limits.cpu_seconds"),
        ("wall_seconds = 5.5", "wall_seconds = inf", "limits.wall_seconds"),
        ('version = "1.0.0"', 'version = "1.0.0"\nsurprise = true', "surprise"),
        ("[limits]", "[limits", "TOML"),
    ],
)
def test_a_manifest_that_is_wrong_is_its_authors_fault_and_says_where(
    folder: Path, old: str, new: str, where: str
) -> None:
    with pytest.raises(ExerciseError) as caught:
        load(write(folder, old, new))
    assert caught.value.code == "broken-manifest"
    assert where in caught.value.message
    assert caught.value.remedy.startswith("Its author must mend flatten/exercise.toml")


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        (
            "points = 10\n", "points = -1\n",
            ", line 6. What belongs there: What the base tests add up to; checked against the suites.",
        ),
        (
            "memory_mb = 256", "memory_mb = 256\nmemory_gb = 1",
            (
                ". Did you mean memory_mb? What may be there is cpu_seconds, wall_seconds, total_seconds, "
                "memory_mb, processes, output_kb, source_kb, disk_mb, judge_memory_mb."
            ),
        ),
        ("cpu_seconds = 2", "cpu_seconds = nan", ", line 10."),
    ],
)  # fmt: skip
def test_a_manifest_that_is_wrong_says_in_which_line_and_what_belongs_there(
    folder: Path, old: str, new: str, remedy: str
) -> None:
    with pytest.raises(ExerciseError) as caught:
        load(write(folder, old, new))
    assert caught.value.remedy == f"Its author must mend flatten/exercise.toml{remedy}"


def test_a_manifest_that_is_no_text_is_its_authors_fault(folder: Path) -> None:
    (folder / "flatten" / "exercise.toml").write_bytes(b"title = '\xff'")
    with pytest.raises(ExerciseError):
        load(folder / "flatten")


def test_a_wrong_manifest_is_never_remembered_as_valid(folder: Path) -> None:
    home = write(folder, "points = 10\n", "points = -1\n")
    for _ in range(2):
        with pytest.raises(ExerciseError):
            load(home)


@pytest.mark.parametrize("cache", ["/dev/null/cache", f"/{'x' * 300}"], ids=["no folder", "out of reach"])
def test_without_a_writable_cache_exercises_are_read_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch, cache: str
) -> None:
    monkeypatch.setenv("GRADE_CACHE", cache)
    assert load(folder / "flatten").slug == "flatten"


def test_the_catalogue_is_sorted_and_holds_only_folders_with_a_manifest(folder: Path) -> None:
    (folder / "notes").mkdir()
    (folder / "a_file.toml").touch()
    assert slugs(folder) == ["flatten", "graph"]
    assert [exercise.slug for exercise in catalogue(folder)] == ["flatten", "graph"]


def test_an_exercise_is_found_by_its_name(folder: Path) -> None:
    assert find("graph", folder) == load(folder / "graph")


@pytest.mark.parametrize(
    ("slug", "remedy"),
    [
        ("flaten", "Did you mean 'flatten'?"),
        ("zzz", "There are: flatten, graph."),
        ("", "There are: flatten, graph."),
        ("../exercises/flatten", None),
        ("flatten/", None),
        ("/etc", None),
    ],
)
def test_no_name_but_those_in_the_catalogue_leads_anywhere(
    folder: Path, slug: str, remedy: str | None
) -> None:
    with pytest.raises(UsageError) as caught:
        find(slug, folder)
    assert caught.value.code == "unknown-exercise"
    assert remedy is None or caught.value.remedy == remedy


def test_the_digest_changes_with_whatever_decides_a_score(folder: Path) -> None:
    home = folder / "flatten"
    exercise = load(home)
    digests = [exercise.digest()]
    (home / "visible").mkdir()
    for path, content in (
        ("exercise.toml", MANIFEST.replace('"1.0.0"', '"1.0.1"')),
        ("hidden/test_it.py", "pass\n"),
        ("hidden/test_more.py", ""),
        ("visible/test_it.py", "pass\n"),
        ("visible/conftest.py", ""),
    ):
        (home / path).write_text(content)
        digests.append(exercise.digest())
    (home / "hidden/test_more.py").rename(home / "visible/test_more.py")
    digests.append(exercise.digest())
    assert len(set(digests)) == len(digests)


def test_the_digest_stays_where_nothing_of_that_changes(folder: Path, tmp_path: Path) -> None:
    exercise = load(folder / "flatten")
    before = exercise.digest()
    (folder / "flatten" / "README.md").write_text("a task")
    (folder / "flatten" / "hidden" / "notes.txt").write_text("a note")
    assert exercise.digest() == before
    folder.rename(tmp_path / "elsewhere")
    assert load(tmp_path / "elsewhere" / "flatten").digest() == before


def test_what_a_candidate_is_given_is_read_when_asked_for(folder: Path) -> None:
    exercise = load(folder / "flatten")
    (folder / "flatten" / "README.md").write_text("# Täsk", "utf-8")
    assert exercise.task == "# Täsk"
    with pytest.raises(ExerciseError) as caught:
        _ = exercise.starter
    assert caught.value.code == "broken-exercise"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"def flatten(x): ...\n", ["flatten"]),
        (b"async  def graph(): ...\n", ["graph"]),
        (b"class graph: ...\n", ["graph"]),
        (b"graph = flatten = None\n", ["graph"]),
        (b"graph: object\r\nflatten= 1\r\n", ["flatten", "graph"]),
        (b"    def flatten(x): ...\n", []),
        (b"# def flatten\ndef flatten_all(): ...\n", []),
        (b"\xff\xfe not text \x00", []),
        (b"raise SystemExit\n", []),
    ],
)
def test_the_exercise_is_guessed_by_the_names_that_a_file_defines(
    folder: Path, source: bytes, expected: list[str]
) -> None:
    assert [exercise.slug for exercise in asked_for(source, folder)] == expected


def test_the_folder_of_exercises_can_be_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert root(str(folder)) == folder
    monkeypatch.setenv("GRADE_EXERCISES", str(folder))
    assert root() == folder
    with pytest.raises(UsageError) as caught:
        root(str(tmp_path / "nowhere"))
    assert caught.value.code == "no-exercises"


def test_the_exercises_that_ship_with_us_are_valid() -> None:
    assert {"flatten", "state_machine"} <= {exercise.slug for exercise in catalogue(root())}
