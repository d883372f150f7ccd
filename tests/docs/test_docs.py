"""What the pages for authors show are real exercises: their blocks are written out and graded."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.exercises.exercise import Exercise
from grader.exercises.manifest import load
from grader.report import Report
from grader.sandboxes.base import SandboxProvider
from grader.submissions.reading import read
from tests import real

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("writing-exercises.md", "suites.md", "time.md", "claims.md")
ALL_BLOCKS = [
    block
    for page in PAGES
    for block in re.findall(r"^```(\w*)\n(.*?)^```$", (DOCS / page).read_text("utf-8"), re.M | re.S)
]
BLOCKS = [block for block in ALL_BLOCKS if block[0] not in ("sh", "text")]
# What is typed, and what is shown of what comes then.
COMMAND, SHOWN = (text for language, text in ALL_BLOCKS if language in ("sh", "text"))
# The pages show the manifest of one exercise; the other one has this.
TOUR = real.MANIFEST.format(points=23, **real.USUAL | {"loopback": "true"})


def test_every_block_of_code_names_its_file() -> None:
    assert BLOCKS
    for language, text in BLOCKS:
        assert language in ("python", "toml")
        assert re.match(r"# (batches|tour)/[\w/]+\.(py|toml)\n", text), text[:60]


@pytest.fixture(scope="module")
def exercises(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both exercises, as a reader who copies the blocks has it."""
    folder = tmp_path_factory.mktemp("exercises")
    for _, text in BLOCKS:
        first, _, rest = text.partition("\n")
        path = folder / first.removeprefix("# ")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(rest, "utf-8")
    (folder / "tour" / "exercise.toml").write_text(TOUR, "utf-8")
    return folder


@pytest.fixture(scope="module")
def sandbox() -> SandboxProvider:
    return real.sandbox_or_skip("bubblewrap")


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADE_CACHE", str(real.cache(tmp_path)))


def graded(exercise: Exercise, name: str, sandbox: SandboxProvider, seed: int = 1) -> Report:
    source = read(str(exercise.folder / "submissions" / name)).source
    return real.graded(exercise, source, sandbox, seed=seed)


def failures(report: Report) -> dict[str, str]:
    return {check.test.id: check.message for check in report.checks if check.verdict.value != "passed"}


@pytest.mark.parametrize("seed", range(3))
def test_the_accepted_solution_gets_everything(exercises: Path, sandbox: SandboxProvider, seed: int) -> None:
    report = graded(load(exercises / "batches"), "accepted/generator.py", sandbox, seed)
    assert failures(report) == {}
    assert report.score
    assert (report.score.points, report.score.bonus) == (6, 2)


def test_the_wrong_solution_loses_points_for_its_fault(exercises: Path, sandbox: SandboxProvider) -> None:
    report = graded(load(exercises / "batches"), "wrong/drops_the_rest.py", sandbox)
    assert {name.rpartition("::")[2] for name in failures(report)} == {
        "test_example", "test_lengths", "test_generators", "test_input", "test_lazy",
    }  # fmt: skip


def test_everything_on_the_tour_is_true(exercises: Path, sandbox: SandboxProvider) -> None:
    assert failures(graded(load(exercises / "tour"), "accepted/tour.py", sandbox)) == {}


def test_pytest_shows_what_the_page_says(exercises: Path, sandbox: SandboxProvider) -> None:
    first, *arguments = COMMAND.split()
    assert first == "pytest"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments, "--sandbox", "bubblewrap"],
        cwd=exercises, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert set(SHOWN.splitlines()) <= set(done.stdout.splitlines())


@pytest.mark.parametrize("page", PAGES)
def test_no_page_is_longer_than_a_reader_bears(page: str) -> None:
    assert len((DOCS / page).read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("exercise", ["batches", "tour"])
def test_the_suites_need_a_solution(exercises: Path, sandbox: SandboxProvider, exercise: str) -> None:
    report = real.graded(load(exercises / exercise), b"pass\n", sandbox)
    passed = {
        name.rpartition("::")[2] for name, verdict in real.verdicts(report).items() if verdict == "passed"
    }
    assert passed == set()
