"""What an exercise may ask for: interpreters, libraries, a lock; and what is said where it cannot be had."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from grader.environments import install, installed, judging, locks, pythons, uv, wheelhouse
from grader.environments.installed import Target
from grader.errors import ExerciseError, ExitCode, InfrastructureError, UsageError
from grader.exercises.environment import BadEnvironment, Environment, read
from grader.exercises.exercise import Exercise
from grader.exercises.manifest import load
from grader.machine.paths import shipped
from tests import real

LOCKED = "# the rest\n"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRADE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def environment(*requirements: str, python: str = "") -> Environment:
    unlocked = Environment(python, requirements)
    return Environment(python, requirements, lock=unlocked.first_line + LOCKED)


def exercise(folder: Path, table: str, lock: str | None = None) -> Exercise:
    made = real.tiny_exercise(folder, "def test_it(): ...\n")
    with (folder / "exercise.toml").open("a") as manifest:
        manifest.write(f"\n[environment]\n{table}\n")
    if lock is not None:
        (folder / "environment.lock").write_text(lock)
    return load(made.folder)


@pytest.mark.parametrize(
    ("python", "version", "fits"),
    [
        ("", (3, 11, 0), True),
        (">=3.12", (3, 12, 0), True),
        (">=3.12", (3, 11, 9), False),
        (">=3.11,<3.13", (3, 12, 9), True),
        (">=3.11,<3.13", (3, 13, 0), False),
        ("==3.12.*", (3, 12, 7), True),
        ("==3.12.*", (3, 13, 0), False),
        ("!=3.12.*", (3, 12, 7), False),
        ("==3.12.4", (3, 12, 5), False),
        ("~=3.12.2", (3, 12, 9), True),
        ("~=3.12.2", (3, 13, 0), False),
        ("~=3.12", (3, 13, 0), True),
        ("<=3.12", (3, 12, 1), False),
        (">3.12", (3, 12, 1), True),
        (" >= 3.12 , < 3.14 ", (3, 13, 2), True),
    ],
)
def test_versions_are_compared_as_packages_compare_them(
    python: str, version: tuple[int, int, int], fits: bool
) -> None:
    assert Environment(python).fits(version) == fits


@pytest.mark.parametrize(
    ("table", "part"),
    [
        ({"python": "3.12"}, "'3.12' is no list"),
        ({"python": ">=3.10 or so"}, "is no list"),
        ({"python": "<3.11"}, "none of 3.11 to"),
        ({"requirements": ["git+https://example.org/x"]}, "addresses"),
        ({"requirements": ["x @ https://example.org/x.whl"]}, "addresses"),
        ({"requirements": ["--index-url=https://example.org"]}, "options"),
        ({"requirements": ["./wheels/x.whl"]}, "paths"),
        ({"requirements": ["x\n--pre"]}, "is not the name"),
        ({"requirements": "../requirements.txt"}, "is not within the exercise"),
        ({"requirements": "missing.txt"}, "cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_said(table: dict[str, object], part: str, tmp_path: Path) -> None:
    with pytest.raises(BadEnvironment, match=part):
        read(table, tmp_path)


def test_requirements_may_stand_in_a_file_and_are_named_without_versions(tmp_path: Path) -> None:
    (tmp_path / "needs.txt").write_text(
        "# ours\nPandas[excel] >=2.2, <4  # frames\n\nnumpy; python_version>'3'\n"
    )
    found = read({"requirements": "needs.txt"}, tmp_path)
    assert found.names == ("Pandas", "numpy")
    assert not found.is_locked


def test_a_lock_is_for_these_requirements_and_this_python() -> None:
    locked = environment("pandas", python=">=3.12")
    assert locked.is_locked
    for other in (
        Environment(">=3.12", ("numpy",), lock=locked.lock),
        Environment("", ("pandas",), lock=locked.lock),
    ):
        assert not other.is_locked


FIRST = Environment("", ("Pan_das",)).first_line
PANDAS = "pan-das==1 ; sys_platform == 'linux' \\\n    --hash=sha256:aa \\\n    --hash=sha256:ab\n"


@pytest.mark.parametrize(
    ("lock", "part"),
    [
        (None, "requires Pan_das, and has no lock"),
        ("# other\n", "another state"),
        (FIRST, "has a lock without Pan_das"),
        (FIRST + PANDAS.replace("pan-das", "numpy"), "has a lock without Pan_das"),
        (f"{FIRST}<<<<<<< HEAD\n{PANDAS}", "did not write"),
        (f"{FIRST}pan-das==1\n", "did not write"),
        (f"{FIRST}{PANDAS}--index-url https://x/\n", "did not write"),
    ],
)
def test_without_a_lock_that_fits_the_author_is_told_the_command(
    lock: str | None, part: str, tmp_path: Path
) -> None:
    made = exercise(tmp_path / "tiny", 'requirements = ["Pan_das"]', lock)
    with pytest.raises(ExerciseError, match=part) as caught:
        judging.place(made, lambda text: None)
    assert "grade lock tiny" in str(caught.value)


def test_a_lock_as_uv_writes_it_fits(tmp_path: Path) -> None:
    lock = f"{FIRST}# a word of uv's\n{PANDAS}numpy==2.0+local \\\n    --hash=sha256:0f\n"
    made = exercise(tmp_path / "tiny", 'requirements = ["Pan_das"]', lock)
    assert locks.locked(made) is made.environment
    made = exercise(tmp_path / "other", "requirements = [\"x; python_version<'3'\"]")
    assert made.environment is not None
    lock = made.environment.first_line
    made = exercise(tmp_path / "third", "requirements = [\"x; python_version<'3'\"]", lock)
    assert locks.locked(made) is made.environment


def test_the_digest_of_an_exercise_changes_with_its_lock(tmp_path: Path) -> None:
    made = exercise(tmp_path / "tiny", 'requirements = ["pandas"]', "one")
    before = made.digest()
    (tmp_path / "tiny" / "environment.lock").write_text("two")
    assert made.digest() != before


def test_an_exercise_that_requires_nothing_has_nothing_to_lock(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing that could be locked"):
        locks.resolve(exercise(tmp_path / "tiny", 'python = ">=3.11"'))


@pytest.mark.parametrize(
    ("said", "error", "part"),
    [
        (
            "error: No solution found when resolving dependencies\n  cause: Because x was not found, no.",
            4,
            "x was not",
        ),
        ("error: No solution found\n  cause: all versions of x have no usable wheels.", 4, "Only wheels"),
        ("error: Request failed after 3 retries\n  cause: Failed to fetch: y", 3, "No package registry"),
    ],
)
def test_why_nothing_could_be_locked_is_said_and_whose_fault_it_is(
    said: str, error: int, part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> str:
        raise uv.UvFailed(said)

    monkeypatch.setattr(uv, "run", fail)
    with pytest.raises((ExerciseError, InfrastructureError), match=part) as caught:
        locks.resolve(exercise(tmp_path / "tiny", 'requirements = ["x"]'))
    assert caught.value.exit_code == error


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("error: Failed to download `x==1`\n  cause: Hash mismatch for `x==1`\n", "hash-mismatch"),
        ("error: Failed to fetch: `x`", "no-registry"),
        ("error: No solution found\n  cause: x has no wheels with a matching platform tag", "not-installed"),
    ],
)
def test_what_cannot_be_installed_is_said_and_nothing_is_kept(
    said: str, code: str, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(arguments: list[str], folder: Path, wheels: Path | None) -> str:
        (folder / "lib" / "half.py").write_text("x")
        raise uv.UvFailed(said)

    def save(*told: object) -> None:
        raise uv.no_registry("nor does pip")

    monkeypatch.setattr(uv, "run", fail)
    monkeypatch.setattr(wheelhouse, "save", save)
    with pytest.raises(InfrastructureError) as caught:
        install.build(environment("x"), Target(pythons.ours().minor), lambda text: None)
    assert (caught.value.code, caught.value.exit_code) == (code, ExitCode.INFRASTRUCTURE)
    assert [path.name for path in (cache / "environments").iterdir() if path.is_dir()] == []


def test_pip_is_asked_where_uv_reaches_no_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    times = installs(monkeypatch)
    fake, asked = uv.run, []

    def run(arguments: list[str], folder: Path, wheels: Path | None) -> str:
        asked.append(wheels)
        if wheels is None:
            raise uv.UvFailed("error: Failed to fetch: `x`")
        return fake(arguments, folder, wheels)

    monkeypatch.setattr(uv, "run", run)
    monkeypatch.setattr(wheelhouse, "save", lambda *told: told[2].joinpath("x.whl").touch())
    folder = install.build(environment("tinylib"), Target(pythons.ours().minor), lambda text: None)
    assert (folder.modules, len(times), asked[0]) == (("tinylib",), 1, None)
    assert not asked[1].exists()


def test_a_wheelhouse_that_is_not_there_is_not_the_authors_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADE_WHEELHOUSE", str(tmp_path / "nowhere"))
    with pytest.raises(InfrastructureError, match=r"There is no folder .*nowhere'") as caught:
        install.build(environment("x"), Target(pythons.ours().minor), lambda text: None)
    assert caught.value.code == "no-wheelhouse"


def installs(monkeypatch: pytest.MonkeyPatch, source: str = "X = 1\n") -> list[int]:
    """Has uv install a library `tinylib` of one module, and gives a list that grows by each time."""
    times: list[int] = []

    def run(arguments: list[str], folder: Path, wheels: Path | None) -> str:
        times.append(1)
        description = folder / "lib" / "tinylib-1.dist-info"
        description.mkdir()
        (description / "METADATA").write_text("Name: tinylib\n")
        (description / "RECORD").write_text("tinylib.py,,\n_tinylib.py,,\ntests/x.py,,\n")
        (folder / "lib" / "tinylib.py").write_text(source)
        return ""

    monkeypatch.setattr(uv, "run", run)
    return times


def test_a_folder_is_built_once_compiled_and_not_to_be_written(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = installs(monkeypatch)
    wanted, target = environment("tinylib"), Target(pythons.ours().minor)
    with pytest.raises(installed.NotBuilt):
        installed.built(wanted, target)
    left = cache / "environments" / f"{installed.place(wanted, target).name}.part-left"
    left.mkdir(parents=True)
    first = install.build(wanted, target, lambda text: None)
    assert install.build(wanted, target, lambda text: None) == first == installed.everything()[0]
    assert (len(times), first.modules, left.exists()) == (1, ("tinylib",), False)
    assert list(first.libraries.glob("__pycache__/tinylib.*.pyc"))
    assert {path.stat().st_mode & 0o222 for path in [first.libraries, *first.libraries.rglob("*")]} == {0}
    install.remove(first.path)
    assert installed.everything() == []


def test_libraries_that_cannot_be_imported_are_a_fault_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    installs(monkeypatch, "raise ImportError('libGL.so.1: no such file')\n")
    with pytest.raises(InfrastructureError, match=r"libGL\.so\.1"):
        install.build(environment("tinylib"), Target(pythons.ours().minor), lambda text: None)
    assert installed.everything() == []


def test_off_linux_the_judge_has_a_folder_of_its_own_with_the_same_versions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    times = installs(monkeypatch)
    asked: list[tuple[str, str]] = []
    pinned = "tinylib==1 ; sys_platform == 'linux'\n"
    wanted = replace(environment("tinylib"), lock=environment("tinylib").first_line + pinned)
    minor = pythons.ours().minor
    fake = uv.run

    def run(arguments: list[str], folder: Path, wheels: Path | None) -> str:
        asked.append(
            (arguments[arguments.index("--python-platform") + 1], (folder / "environment.lock").read_text())
        )
        return fake(arguments, folder, wheels)

    monkeypatch.setattr(uv, "run", run)
    for_sandboxes = install.build(wanted, Target(minor), lambda text: None)
    for_the_judge = install.build(wanted, Target(minor, "darwin"), lambda text: None)
    assert for_sandboxes.path != for_the_judge.path
    assert (len(times), for_the_judge.modules) == (2, ("tinylib",))
    assert [platform.partition("-")[2] for platform, _ in asked] == ["manylinux_2_28", "apple-darwin"]
    assert [lock.rpartition("; ")[2].strip() for _, lock in asked] == [
        "sys_platform == 'linux'",
        "sys_platform == 'darwin'",
    ]
    # What runs elsewhere is never imported here.
    installs(monkeypatch, "raise ImportError\n")
    install.remove(for_the_judge.path)
    assert install.build(wanted, Target(minor, "darwin"), lambda text: None).modules == ("tinylib",)


@pytest.mark.matrix
@pytest.mark.parametrize("slug", ["salary_report", "users_api"])
def test_locks_of_the_shipped_exercises_hold_for_a_mac(slug: str) -> None:
    wanted = locks.locked(load(shipped("exercises") / slug))
    assert wanted is not None
    folder = install.build(wanted, Target("3.11", "darwin"), lambda text: None)
    assert list(folder.libraries.rglob("*darwin*.so"))


BUILDER = """
import sys, time
from pathlib import Path
from grader.environments import install, pythons, uv
from grader.environments.installed import Target
from grader.exercises.environment import Environment
def run(arguments, folder, wheels):
    with open(sys.argv[1], "a") as file:
        file.write("built\\n")
    time.sleep(float(sys.argv[2]))
    (folder / "lib" / "x.py").write_text("")
    return ""
uv.run = run
lock = Environment("", ("x",)).first_line
wanted = Environment("", ("x",), lock=lock)
print(install.build(wanted, Target(pythons.ours().minor), lambda text: None).path)
"""


def builder(notes: Path, seconds: float) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(notes), str(seconds)], stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip


def test_two_at_once_build_one_folder(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    both = [builder(notes, 0.5) for _ in range(2)]
    assert len({one.communicate(timeout=60)[0] for one in both}) == 1
    assert [one.returncode for one in both] == [0, 0]
    assert notes.read_text() == "built\n"


def test_a_killed_builder_leaves_nothing_that_would_be_used(tmp_path: Path, cache: Path) -> None:
    notes = tmp_path / "notes"
    killed = builder(notes, 600)
    while not notes.exists():
        assert killed.poll() is None
    killed.kill()
    killed.communicate(timeout=60)
    assert list((cache / "environments").glob("*.part-*"))
    assert installed.everything() == []
    assert builder(notes, 0).communicate(timeout=60)[0].strip() == str(installed.everything()[0].path)
    assert not list((cache / "environments").glob("*.part-*"))


def test_a_lock_is_saved_for_the_python_that_it_is_wanted_for() -> None:
    lock = (
        "# Written\n"
        "a==1 ; python_full_version < '3.12' and sys_platform == 'linux' \\\n"
        "    --hash=sha256:aa \\\n    --hash=sha256:ab\n"
        "a==2 ; python_full_version >= '3.12' \\\n    --hash=sha256:bb\n"
        "b==3 \\\n    --hash=sha256:cc\n"
    )
    assert [entry.partition(" ")[0] for entry in wheelhouse._for(lock, "3.11")] == ["a==1", "b==3"]
    assert list(wheelhouse._for(lock, "3.13")) == [
        "a==2 \\\n    --hash=sha256:bb",
        "b==3 \\\n    --hash=sha256:cc",
    ]


def test_callers_cannot_switch_off_the_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert uv._SETTINGS.fullmatch("UV_DEFAULT_INDEX") and uv._SETTINGS.fullmatch("UV_INDEX_OURS_PASSWORD")
    for name in ("UV_NO_VERIFY_HASHES", "UV_CONSTRAINT", "UV_TARGET", "UV_NO_BINARY", "UV_CONFIG_FILE"):
        assert not uv._SETTINGS.fullmatch(name)
