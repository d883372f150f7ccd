"""`grade replay`: the same verdicts under the same conditions, or what is another."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from .conftest import Grade, one_sentence, tiny

# A verdict that hangs on the seed, as that of a weak submission does.
SUITE = """\
from solution import f


def test_even(rng):
    '''answers by the number'''
    assert f(rng.randrange(1 << 30)) is True


def test_whole(rng):
    '''answers at all'''
    assert f(rng.randrange(1 << 30)) in (True, False)
"""
CHANCE = "# exercise: tiny\ndef f(number):\n    return number % 2 == 0\n"


@pytest.fixture
def graded(submit: Grade, here: Path) -> Path:
    """The report on a file there, one by which the tests of `tiny` are in `exercises`."""
    tiny(here, SUITE)
    (here / "tiny.py").write_text(CHANCE)
    done = submit("tiny.py", "--audience", "assessor", "--output", "report.json", "--format", "json",
                  "--exercises", "exercises", "--fail-under", "0")  # fmt: skip
    assert (done.code, done.err) == (0, "")
    return here / "report.json"


def replay(run: Grade, *arguments: str) -> Grade:
    return lambda *more, **options: run("replay", "--exercises", "exercises", *arguments, *more, **options)


def test_the_same_is_found_again_and_a_difference_is_named(run: Grade, graded: Path) -> None:
    document = json.loads(graded.read_text())
    done = replay(run)("report.json", "tiny.py")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"tiny in bubblewrap, seed {document['seed']}\nAll 2 verdicts agree.\n"
    document["tests"][1]["verdict"] = "timeout"
    document["provenance"]["versions"]["pytest"] = "1.0"
    graded.write_text(json.dumps(document))
    done = replay(run)("report.json", "tiny.py")
    assert (done.code, done.err) == (1, "")
    assert "  pytest was 1.0, is " in done.out
    assert "  hidden/test_tiny.py::test_whole: was timeout, is passed\n" in done.out
    assert done.out.endswith("1 of 2 verdicts differs.\n")


def test_a_seed_of_128_bits_is_kept_to_its_last_digit(submit: Grade, run: Grade, here: Path) -> None:
    tiny(here, SUITE)
    (here / "tiny.py").write_text(CHANCE)
    seed = str(2**128 - 1)
    arguments = ("tiny.py", "--exercises", "exercises", "--seed", seed, "--fail-under", "0")
    done = submit(*arguments, "--audience", "assessor", "--output", "report.json", "--format", "json")
    assert (done.code, done.err) == (0, "")
    assert f'"seed": {seed}\n' in (here / "report.json").read_text()
    done = replay(run)("report.json", "tiny.py")
    assert done.out == f"tiny in bubblewrap, seed {seed}\nAll 2 verdicts agree.\n"
    document = json.loads((here / "report.json").read_text())
    (here / "report.json").write_text(json.dumps(document | {"seed": float(seed)}))
    done = replay(run)("report.json", "tiny.py")
    assert done.code == 2
    assert "its seed has lost digits" in one_sentence(done)
    assert submit(*arguments[:3], "--seed", str(2**128)).code == 2


def test_what_is_another_is_refused_before_anything_runs(run: Grade, graded: Path, here: Path) -> None:
    shutil.copy(here / "tiny.py", here / "copy.py")
    (here / "copy.py").write_text(CHANCE + "\n")
    done = replay(run)("report.json", "copy.py")
    assert done.code == 2
    assert one_sentence(done).startswith("It is not what was graded")
    done = replay(run)("missing.json", "tiny.py")
    assert (done.code, one_sentence(done)) == (
        2,
        "'missing.json' cannot be read (No such file or directory).",
    )
    suite = here / "exercises" / "tiny" / "hidden" / "test_tiny.py"
    suite.write_text(SUITE + "\n")
    done = replay(run)("report.json", "tiny.py")
    assert done.code == 2
    assert one_sentence(done).startswith("The tests of exercise 'tiny' changed since")


def test_a_candidates_report_is_not_enough(submit: Grade, run: Grade, here: Path) -> None:
    tiny(here, SUITE)
    (here / "tiny.py").write_text(CHANCE)
    submit("tiny.py", "--exercises", "exercises", "--format", "json=report.json")
    done = replay(run)("report.json", "tiny.py")
    assert done.code == 2
    assert one_sentence(done).startswith("That report was written for a candidate, so it has no seed.")


def test_a_result_of_a_batch_is_repeated_by_its_candidate(run: Grade, here: Path, bubblewrap: None) -> None:
    tiny(here, SUITE)
    for name in ("ada", "bob"):
        (here / "all" / name).mkdir(parents=True)
        (here / "all" / name / "tiny.py").write_text(f"{CHANCE}# {name}\n")
    run("batch", "all", "--exercise", "tiny", "--exercises", "exercises", "--sandbox", "bubblewrap",
        "--results", "results.jsonl")  # fmt: skip
    done = replay(run, "--candidate", "bob")("results.jsonl", "all/bob/tiny.py")
    assert done.code == 0, done.err
    assert done.out.endswith("All 2 verdicts agree.\n")
    done = replay(run)("results.jsonl", "all/bob/tiny.py")
    assert done.code == 2
    assert one_sentence(done) == (
        "'results.jsonl' holds the results of a batch. Say with --candidate whose is to be graded again."
    )
    done = replay(run, "--candidate", "eve")("results.jsonl", "all/bob/tiny.py")
    assert (done.code, one_sentence(done)) == (
        2, "'results.jsonl' has no result of 'eve'. See: grade results results.jsonl",
    )  # fmt: skip
