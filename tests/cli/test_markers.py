"""What the markers of a suite do to a grading, its report and its exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Grade, one_sentence, tiny

SUITE = '''
import pytest
from solution import f

pytestmark = pytest.mark.group("Whole", all_or_nothing=True)

def test_one():
    """gives one"""
    assert f(1) == 1

def test_two():
    """gives two"""
    assert f(2) == 2

@pytest.mark.requires("test_two")
@pytest.mark.group("After")
def test_three():
    """gives three"""
    assert f(3) == 3
'''


def test_a_test_that_did_not_run_is_a_result_and_no_failure_of_the_grader(submit: Grade, here: Path) -> None:
    (here / "f.py").write_text("def f(x): return 1\n")
    where = ("--exercises", str(tiny(here, SUITE)), "--exercise", "tiny")
    done = submit("f.py", *where, "--format", "json")
    assert (done.code, done.err) == (1, "")
    unpaid = "no points: the tests of this group are paid only if all of them pass"
    tests = done.json["tests"]
    assert [(test["title"], test["verdict"], test["points"], test.get("message")) for test in tests] == [
        ("gives one", "passed", 0.0, unpaid),
        ("gives two", "failed", 0.0, None),
        ("gives three", "not_run", 0.0, 'not run, because "gives two" did not pass'),
    ]  # fmt: skip
    assert (done.json["status"], done.json["problem"], done.json["score"]["points"]) == ("graded", None, 0.0)

    text = submit("f.py", *where).out
    for line in (unpaid, 'not run, because "gives two" did not pass', "1 test was not run."):
        assert line in text

    (here / "f.py").write_text("def f(x): return x\n")
    assert submit("f.py", *where).code == 0


@pytest.mark.parametrize(
    ("marker", "sentence"),
    [
        ("points('2')", "the marker `points` wants a number that is not negative for `number`"),
        ("requires('test_none')", "it requires a test that is not there"),
        ("requires('test_it')", "it requires itself, by way of what it requires"),
    ],
)
def test_a_wrong_marker_is_the_authors_fault_and_tells_where(
    submit: Grade, here: Path, marker: str, sentence: str
) -> None:
    suite = f"import pytest\n@pytest.mark.{marker}\ndef test_it(): pass\n"
    (here / "f.py").write_text("def f(x): return 1\n")
    done = submit("f.py", "--exercises", str(tiny(here, suite)), "--exercise", "tiny")
    assert done.code == 4
    assert one_sentence(done).startswith(f"The suite is broken at hidden/test_tiny.py::test_it ({sentence}).")


@pytest.mark.parametrize(
    ("fixtures", "sentence"),
    [
        ("web", "the fixture `web` asks for `loopback = true` in the manifest"),
        ("clock, web", "the fixture `clock` goes neither with `web` nor with the marker `clock`"),
    ],
)
def test_a_fixture_that_cannot_be_had_is_the_authors_fault_and_says_why(
    submit: Grade, here: Path, fixtures: str, sentence: str
) -> None:
    (here / "f.py").write_text("def f(x): return 1\n")
    folder = tiny(here, f"def test_it({fixtures}): pass\n")
    done = submit("f.py", "--exercises", str(folder), "--exercise", "tiny")
    assert done.code == 4
    assert one_sentence(done).startswith(f"The suite is broken at hidden/test_tiny.py::test_it ({sentence}).")


def test_a_marker_that_does_not_exist_is_the_authors_fault(submit: Grade, here: Path) -> None:
    suite = "import pytest\n@pytest.mark.pionts(2)\ndef test_it(): pass\n"
    (here / "f.py").write_text("def f(x): return 1\n")
    done = submit("f.py", "--exercises", str(tiny(here, suite)), "--exercise", "tiny")
    assert done.code == 4
    assert one_sentence(done).startswith("The suite is broken at hidden/test_tiny.py")


def test_of_a_hidden_test_that_is_marked_visible_candidates_are_shown_all_that_is_found(
    submit: Grade, here: Path
) -> None:
    suite = """
    import pytest
    from solution import f

    @pytest.mark.visible
    class TestShown:
        def test_shown(self):
            assert f(1) == "shown"

        @pytest.mark.hidden
        def test_kept(self):
            assert f(2) == "kept"
    """
    (here / "f.py").write_text("def f(x):\n    print('printed', x)\n    return x\n")
    done = submit("f.py", "--exercises", str(tiny(here, suite)), "--exercise", "tiny", "--format", "json")
    shown, kept = done.json["tests"]
    assert (shown["visibility"], shown["output"]) == ("visible", "printed 1\n")
    assert shown["message"].splitlines() == ["f(1) gave 1", "assert 1 == 'shown'"]
    assert kept["visibility"] == "hidden"
    assert "message" not in kept and "printed 2" not in done.out


def test_only_what_candidates_have_is_run_where_only_the_visible_tests_are(submit: Grade, here: Path) -> None:
    suite = "import pytest\n@pytest.mark.visible\ndef test_it(): pass\n"
    folder = tiny(here, suite)
    (folder / "tiny" / "visible").mkdir()
    (folder / "tiny" / "visible" / "test_own.py").write_text("def test_own(): pass\n")
    (here / "f.py").write_text("def f(x): return x\n")
    where = ("--exercises", str(folder), "--exercise", "tiny", "--format", "json")
    done = submit("f.py", *where, "--visible-only")
    assert [test["title"] for test in done.json["tests"]] == ["own"]
    assert done.json["hidden_not_run"] == 1
