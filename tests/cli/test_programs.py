"""An exercise whose solutions are programs, from `grade new` to a batch; and what can be wrong with one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Grade, one_sentence

RIGHT = "adder/submissions/accepted/whole_input.py"
WRONG = "adder/submissions/wrong/positive_ones_only.py"


@pytest.fixture
def adder(run: Grade, bubblewrap: None, here: Path) -> Path:
    assert run("new", "adder", "--kind", "program").code == 0
    return here / "adder"


@pytest.mark.matrix
def test_a_new_program_verifies_is_graded_in_numbers_and_comes_as_a_kit(
    run: Grade, adder: Path, here: Path
) -> None:
    where = ("--exercises", ".", "--sandbox", "bubblewrap")
    verified = run("verify", "adder", "--repeat", "2", "--jobs", "3", *where)
    assert (verified.code, verified.err) == (0, ""), verified.out

    (here / "handed").mkdir()
    for name, path in (("a", RIGHT), ("b", WRONG)):
        (here / "handed" / f"{name}.py").write_bytes((here / path).read_bytes())
    assert run("batch", "handed", "--exercise", "adder", "--results", "r.jsonl", *where).code == 0
    results = [json.loads(line) for line in (here / "r.jsonl").read_text().splitlines()]
    assert json.dumps(results).count('"secret/negative"') >= 2

    done = run("submit", WRONG, "--format", "json=r.json", "--audience", "assessor", *where)
    assert done.code == 1
    assert run("replay", "r.json", WRONG, "--exercises", ".").code == 0

    assert run("kit", "adder", "kit", "--exercises", ".").code == 0
    files = {str(path.relative_to(here / "kit")) for path in (here / "kit").rglob("*") if path.is_file()}
    assert files == {
        "HOWTO.md", "README.md", "adder.py", "cases.toml", "cases/sample/1.ans", "cases/sample/1.in",
        "exercise.toml",
    }  # fmt: skip
    (here / "kit" / "adder.py").write_bytes((here / RIGHT).read_bytes())
    done = run("submit", "adder.py", *where, cwd=here / "kit")
    assert done.code == 0
    assert "1 of 1 point" in done.out


def test_pytest_runs_cases_and_suites_as_a_grading_does(adder: Path, here: Path) -> None:
    argv = [
        sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", "adder", "--solution", WRONG,
        "--sandbox", "bubblewrap",
    ]  # fmt: skip
    done = subprocess.run(argv, cwd=here, capture_output=True, text=True, timeout=100, check=False)
    summary = {line.split(" - ")[0] for line in done.stdout.splitlines() if line.startswith(("PASS", "FAIL"))}
    assert summary == {
        "PASSED adder/cases/sample/1.in::sample/1",
        "FAILED adder/cases/secret/negative.in::secret/negative",
        "FAILED adder/hidden/test_hidden.py::test_sums",
    }
    assert "> 0         | -6" in done.stdout


def test_a_hidden_case_tells_a_candidate_its_name_and_no_more(run: Grade, adder: Path) -> None:
    (adder / "cases/secret/negative.in").write_text("-123454321 -2\n")
    (adder / "cases/secret/negative.ans").write_text("-2\n")
    done = run("submit", WRONG, "--exercises", ".", "--sandbox", "bubblewrap")
    assert done.code == 1
    assert "✗ secret/negative" in done.out
    assert "123454321" not in done.out
    assert "what was wanted" not in done.out


@pytest.mark.parametrize(
    ("path", "content", "sentence"),
    [
        ("cases/secret/2.in", "1\n", "(there is no readable answer (No such file or directory): write "),
        ("cases/secret/2.ans", "1\n", "(there is no readable input (No such file or directory): write "),
        ("cases.toml", "compare = 'fuzzy'", "`compare` is 'fuzzy', and must be"),
        ("cases.toml", "[points", "it cannot be read"),
        ("cases.toml", "[points]\n'secret/9' = 1", "it gives points to 'secret/9', but there is no"),
        ("hidden/test_hidden.py", "def test_nothing(program): pass\n", "and never runs it"),
        ("hidden/test_hidden.py", "from solution import f\ndef test_f(): f()\n", "is not imported too"),
        ("hidden/test_hidden.py", "def test_both(program, clock): program()\n", "has a clock of its own"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_exercise_is_its_authors_fault(
    run: Grade, adder: Path, path: str, content: str, sentence: str
) -> None:
    (adder / path).write_text(content)
    done = run("submit", RIGHT, "--exercises", ".", "--sandbox", "bubblewrap")
    assert done.code == 4
    assert sentence in one_sentence(done)


def test_a_kind_that_is_none_is_said_to_be_none(run: Grade, adder: Path) -> None:
    manifest = adder / "exercise.toml"
    manifest.write_text(manifest.read_text().replace('"program"', '"programme"'))
    done = run("submit", RIGHT, "--exercises", ".", "--sandbox", "bubblewrap")
    assert done.code == 4
    assert 'it is "programme", and must be one of "module", "program"' in one_sentence(done)
