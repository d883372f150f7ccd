"""`grade batch`, `grade results` and `grade diff` as a pipeline runs them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import referencing

from grader.machine.paths import package
from tests import real
from tests.command import COMMAND, environment

from .conftest import Grade, one_sentence, tiny

PATIENCE_SECONDS = 60.0
SUITE = """
import pytest
from solution import f

@pytest.mark.title("gives one")
def test_one():
    assert f() == 1

@pytest.mark.title("gives no text")
def test_type():
    assert type(f()) is int
"""
RIGHT, WRONG, SLOW = (
    b"def f(): return 1\n",
    b"def f(): return 2\n",
    b"import time\ntime.sleep(0.5)\ndef f(): return 1\n",
)


@pytest.fixture
def exercises(here: Path) -> Path:
    return tiny(here, SUITE)


def hand_in(here: Path, **sources: bytes) -> None:
    (here / "in").mkdir(exist_ok=True)
    for name, source in sources.items():
        (here / "in" / f"{name}.py").write_bytes(source)


def arguments(sandbox: str = "bubblewrap", results: str = "r.jsonl") -> list[str]:
    return [
        "batch", "in", "--exercises", "exercises", "--exercise", "tiny", "--sandbox", sandbox,
        "--results", results,
    ]  # fmt: skip


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("ascii").splitlines()]


def percents(path: Path) -> dict[str, float | None]:
    """The share of points of each candidate; who is there twice fails the test."""
    found: dict[str, float | None] = {}
    for record in records(path):
        assert record["candidate"] not in found
        score = record["report"]["score"]
        found[record["candidate"]] = score and score["fraction"]
    return found


@pytest.mark.parametrize("sandbox", real.NAMES)
def test_everybody_gets_a_whole_report_and_one_bad_submission_stops_nobody(
    sandbox: str, run: Grade, here: Path, exercises: Path
) -> None:
    real.sandbox_or_skip(sandbox)
    hand_in(
        here,
        ada=RIGHT,
        bob=WRONG,
        eve=b"",
        joe=b"\xff\xfe",
        kim=b"def f(:\n",
        leo=b"import os\nos._exit(0)\n",
    )
    (here / "in" / "mia").mkdir()
    done = run(*arguments(sandbox))
    assert done.code == 5, done.err
    found = percents(here / "r.jsonl")
    assert found == {
        "ada": 1.0, "bob": 0.5, "eve": None, "joe": None, "kim": 0.0, "leo": 0.0, "mia": None,
    }  # fmt: skip
    schemas = [
        json.loads(package(f"schemas/{name}.schema.json").read_text()) for name in ("record", "report")
    ]
    registry: Any = referencing.Registry().with_resource(
        "report.schema.json", referencing.Resource.from_contents(schemas[1])
    )
    validator = jsonschema.Draft202012Validator(schemas[0], registry=registry)
    for record in records(here / "r.jsonl"):
        validator.validate(record)
        assert record["report"]["audience"] == "assessor"
    assert done.out.splitlines()[:2] == ["4 graded, 3 rejected", "score: mean 38 %, median 0 %"]
    assert "  3  gives one" in done.out
    for line in (
        "'eve'. 'in/eve.py' is empty.", "'joe'. 'in/joe.py' is not UTF-8 text (byte 1 of line 1).",
        "'mia'. 'in/mia' holds no Python file.",
    ):  # fmt: skip
        assert f"grade: Not graded: {line}\n" in done.err
    # All the same again: everybody is there, and nothing is graded or written.
    before = (here / "r.jsonl").read_bytes()
    again = run(*arguments(sandbox))
    assert (again.code, again.out) == (5, done.out)
    assert (here / "r.jsonl").read_bytes() == before


def test_a_changed_file_is_graded_again_and_a_new_one_too(
    run: Grade, here: Path, exercises: Path, bubblewrap: None
) -> None:
    hand_in(here, ada=RIGHT, bob=WRONG)
    assert run(*arguments(), "--fail-under", "100").code == 1
    assert run(*arguments(), "--fail-under", "50").code == 0
    hand_in(here, bob=RIGHT, eve=RIGHT)
    done = run(*arguments(), "--fail-under", "100")
    assert done.code == 0
    assert "grading 2 submissions, 1 is there already" in done.err
    assert [record["candidate"] for record in records(here / "r.jsonl")][:2] != ["bob", "bob"]
    assert sorted(record["candidate"] for record in records(here / "r.jsonl")) == ["ada", "bob", "bob", "eve"]
    shown = run("results", "r.jsonl", "--format", "json")
    assert {row["candidate"]: row["percent"] for row in shown.json} == {"ada": 100, "bob": 100, "eve": 100}


def start(here: Path, tmp_path: Path, *more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, *arguments(), "--jobs", "2", *more], cwd=here, env=environment(tmp_path),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def wait_for_records(path: Path, count: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not path.exists() or path.read_bytes().count(b"\n") < count:
        assert time.monotonic() < deadline, "nothing was written"
        time.sleep(0.01)  # between two looks; what ends it is the file itself


def test_what_is_killed_loses_nothing_and_the_same_command_does_the_rest(
    run: Grade, here: Path, tmp_path: Path, exercises: Path, bubblewrap: None
) -> None:
    hand_in(here, **{f"c{number}": WRONG if number % 2 else RIGHT for number in range(8)})
    with start(here, tmp_path) as process:
        wait_for_records(here / "r.jsonl", 2)
        process.kill()
    kept = (here / "r.jsonl").read_bytes()
    assert 2 <= kept.count(b"\n") < 8
    with (here / "r.jsonl").open("ab") as file:  # as a loss of power may leave the next one
        file.write(kept[:500].splitlines()[0][:200])
    assert run(*arguments()).code == 0
    assert (here / "r.jsonl").read_bytes().startswith(kept)
    assert percents(here / "r.jsonl") == {f"c{number}": 0.5 if number % 2 else 1.0 for number in range(8)}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_leaves_nothing_running_and_goes_on_later(
    number: signal.Signals, run: Grade, here: Path, tmp_path: Path, exercises: Path, bubblewrap: None
) -> None:
    hand_in(here, ada=RIGHT, bob=SLOW, eve=SLOW, joe=SLOW)
    with start(here, tmp_path) as process:
        wait_for_records(here / "r.jsonl", 1)
        process.send_signal(number)
        _, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 130
    done = len(records(here / "r.jsonl"))
    assert 1 <= done < 4
    told = [line for line in err.decode().splitlines() if line]
    assert told[-1] == "grade: Interrupted; nothing was left running."
    count = re.fullmatch(r"grade: (\d) of 4 are in the results; the same command does the rest\.", told[-2])
    assert count and int(count[1]) <= done  # what was written last may not have been synced yet
    assert not of_this_batch(here)
    assert run(*arguments()).code == 0
    assert percents(here / "r.jsonl") == {"ada": 1.0, "bob": 1.0, "eve": 1.0, "joe": 1.0}


def of_this_batch(here: Path) -> list[str]:
    """Processes whose current folder or command line is of the batch."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if (
                os.path.samefile(folder / "cwd", here)
                or str(here).encode() in (folder / "cmdline").read_bytes()
            ):
                found.append((folder / "cmdline").read_text())
        except OSError:
            continue
    return found


def test_only_what_the_machine_failed_with_is_repeated(
    run: Grade, here: Path, exercises: Path, bubblewrap: None
) -> None:
    hand_in(here, ada=RIGHT, bob=WRONG, eve=b"")
    assert run(*arguments()).code == 5
    lines = (here / "r.jsonl").read_text().splitlines()
    changed = []
    for line in lines:  # as if the engine had been away for one of them
        record = json.loads(line)
        if record["candidate"] == "bob":
            problem = {"owner": "infrastructure", "code": "x", "message": "x", "remedy": ""}
            record["report"] |= {"status": "error", "score": None, "tests": [], "problem": problem}
        changed.append(json.dumps(record))
    (here / "r.jsonl").write_text("".join(f"{line}\n" for line in changed))
    assert run(*arguments()).code == 3
    assert len(records(here / "r.jsonl")) == 3
    done = run(*arguments(), "--retry-errors")
    assert done.code == 5
    assert "grading 1 submission, 2 are there already" in done.err
    assert len(records(here / "r.jsonl")) == 4


def test_an_exercise_that_is_broken_ends_the_batch_early_with_its_own_code(
    run: Grade, here: Path, bubblewrap: None
) -> None:
    tiny(here, "from solution import f\n\ndef test_it():\n    raise KeyError\n")
    hand_in(here, **{f"c{number:02}": RIGHT for number in range(30)})
    done = run(*arguments(), "--jobs", "2")
    assert done.code == 4
    assert len(records(here / "r.jsonl")) < 30
    assert "so the rest was left" in done.err
    assert "--retry-errors" in done.err


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["nobody"], "There is no file or folder 'nobody'."),
        (["in", "--pattern", "x.py"], "is no pattern"),
        (["in", "--exercise", "tin"], "There is no exercise 'tin'."),
        (["in", "--results", "notes.txt"], "is no result of `grade batch`"),
        (["in", "--results", "nowhere/r.jsonl"], "cannot be opened"),
    ],
)
def test_a_wrong_call_is_one_sentence(
    run: Grade, here: Path, exercises: Path, more: list[str], sentence: str
) -> None:
    hand_in(here, ada=RIGHT)
    (here / "other").mkdir()
    (here / "other" / "ada.py").write_bytes(WRONG)
    (here / "notes.txt").write_text("mine\n")
    given = ["batch", "--exercises", "exercises", "--exercise", "tiny", "--results", "r.jsonl"]
    done = run(*given, "--sandbox", "bubblewrap", *more)
    assert done.code == 2
    assert sentence in one_sentence(done)
    assert (here / "notes.txt").read_text() == "mine\n"


def test_results_of_another_state_of_the_exercise_are_not_mixed(
    run: Grade, here: Path, exercises: Path, bubblewrap: None
) -> None:
    hand_in(here, ada=RIGHT)
    assert run(*arguments(results="r.sqlite")).code == 0
    suite = exercises / "tiny" / "hidden" / "test_tiny.py"
    suite.write_text(suite.read_text() + "\n")
    hand_in(here, bob=RIGHT)
    done = run(*arguments(results="r.sqlite"))
    assert done.code == 2
    assert one_sentence(done).startswith("The results there are of 'tiny' as it was before it changed. ")


def test_a_file_that_is_nobodys_is_no_candidate_however_the_folder_is_named(
    run: Grade, here: Path, exercises: Path, bubblewrap: None
) -> None:
    hand_in(here, ada=RIGHT)
    (here / "in" / "notes.txt").write_text("x")
    for paths in (["in/ada.py", "in/notes.txt"], ["in/*"], ["in"]):
        (here / "r.jsonl").unlink(missing_ok=True)
        done = run("batch", *paths, *arguments()[2:])
        assert (done.code, percents(here / "r.jsonl")) == (0, {"ada": 1.0})
        assert "grade: Left out, since it is part of no submission: 'in/notes.txt'.\n" in done.err
    compared = run("similar", "in", "--exercises", "exercises", "--exercise", "tiny")
    assert compared.err == "grade: Left out, since it is part of no submission: 'in/notes.txt'.\n"


def test_results_and_diff_show_what_is_there_in_both_forms(
    run: Grade, here: Path, exercises: Path, bubblewrap: None
) -> None:
    hand_in(here, ada=RIGHT, **{"=bob": WRONG})
    assert run(*arguments(results="a.jsonl")).code == 0
    hand_in(here, ada=WRONG, **{"=bob": WRONG})
    assert run(*arguments(results="b.sqlite")).code == 0
    assert run("results", "a.jsonl").out.splitlines() == [
        "=bob   50 %  1/2             1 of 2 tests", "ada   100 %  2/2             2 of 2 tests",
    ]  # fmt: skip
    done = run("results", "b.sqlite", "--format", "csv", "--below", "60", "--output", "out.csv")
    assert (done.code, done.out) == (0, "")
    lines = (here / "out.csv").read_text().splitlines()
    assert lines[0].startswith("candidate,status,percent,points,max_points,")
    assert [line[:24] for line in lines[1:]] == ["'=bob,graded,50,1,2,0,0,", "ada,graded,50,1,2,0,0,1,"]
    assert run("results", "a.jsonl", "--test", "gives one", "--sort", "score").out.startswith("=bob ")
    none = run("results", "a.jsonl", "--below", "10")
    assert (none.code, none.out, none.err) == (0, "", "grade: Of 2 results none is as asked for.\n")
    done = run("diff", "a.jsonl", "b.sqlite")
    assert done.code == 1
    assert done.out.splitlines() == ["~ ada  2/2 -> 1/2", "    passed -> failed: gives one"]
    same = run("diff", "a.jsonl", "a.jsonl")
    assert (same.code, same.out) == (0, "no difference in 2 results\n")
    assert run("results", "nobody.jsonl").code == 2
    assert run("diff", "a.jsonl", "nobody.jsonl").code == 2


def test_a_class_with_attempts_a_roster_and_a_second_grading(
    run: Grade, here: Path, exercises: Path, bubblewrap: None
) -> None:
    hand_in(
        here, doeann_LATE_1_10_f=WRONG, **{"doeann_1_11_f-1": RIGHT}, roejoe_2_12_f=WRONG, poekim_3_13_f=RIGHT
    )
    (here / "in" / "notes.txt").write_text("x")
    (here / "class.csv").write_text("Number,Name\n1,Ann\n2,Joe\n9,Zoe\n")
    canvas = [*arguments(), "--pattern", "canvas", "--roster", "class.csv"]
    undecided = run(*canvas, "--results", "undecided.jsonl")
    counts = "Which of a candidate's files counts is said by --attempts: latest, best or all."
    assert (undecided.code, undecided.err.count(f"grade: {counts}\n")) == (5, 1)
    done = run(*canvas, "--attempts", "latest")
    assert done.code == 0, done.err
    assert percents(here / "r.jsonl") == {"doeann_1": 1.0, "roejoe_2": 0.5, "poekim_3": 1.0}
    for line in (
        "Left out, since a later attempt is graded: 'in/doeann_LATE_1_10_f.py'.",
        "Left out, since it is part of no submission: 'in/notes.txt'.",
        "Handed in nothing: '9 (Zoe)'.",
        "Not on the roster: 'poekim_3'.",
    ):
        assert f"grade: {line}\n" in done.err, line
    shown = run(
        "results", "r.jsonl", "--roster", "class.csv", "--format", "csv", "--columns", "tests", "--bom"
    )
    header, *rows = shown.out.splitlines()
    assert header.startswith("\ufeffcandidate,status,")
    assert header.endswith(",gives one,gives no text")
    assert [(row.split(",")[0], row.split(",")[1], row[-3:]) for row in rows] == [
        ("doeann_1", "graded", "1,1"), ("poekim_3", "graded", "1,1"), ("roejoe_2", "graded", "0,1"),
        ("9 (Zoe)", "missing", ",,,"[:3]),
    ]  # fmt: skip
    # The exercise was changed: nothing is graded again by itself, and all is if that is wanted.
    suite = here / "exercises" / "tiny" / "hidden" / "test_tiny.py"
    suite.write_text(suite.read_text().replace("f() == 1", "f() == 2"))
    refused = run(*canvas, "--attempts", "best")
    assert (refused.code, "--regrade" in refused.err) == (2, True)
    done = run(*canvas, "--attempts", "best", "--regrade")
    assert done.code == 0, done.err
    best = run("results", "r.jsonl", "--attempts", "best", "--format", "json", "--sort", "score").json
    assert {row["candidate"]: row["percent"] for row in best}["doeann_1#1"] == 100
    assert "Still in the results, but not in what was named now: 'doeann_1'." in done.err
