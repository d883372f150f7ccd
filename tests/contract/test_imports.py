"""What a suite does with the file when it is imported: done anew for each test, and as fatal as in pytest."""

from __future__ import annotations

import pytest

from grader.errors import ExerciseError

from .conftest import Grade

SOLUTION = """
class Pile:
    def __init__(self):
        self.items = []

    def put(self, item):
        self.items.append(item)

LIMIT = 5
NOTED = []

def note(word):
    NOTED.append(word)
"""
SUITE = """
    import solution
    from solution import LIMIT, Pile, note

    PILE = Pile()
    PILE.put("first")
    note("imported")
    TWICE = LIMIT * 2

    class Expected:
        most = LIMIT + 1

    def test_steps_are_taken_in_order():
        assert PILE.items == ["first"] and solution.NOTED == ["imported"]

    def test_what_came_of_one_is_one_object():
        PILE.put("second")
        assert PILE.items is PILE.items and len(PILE.items) == 2

    def test_numbers():
        assert TWICE == 10 and Expected.most == 6

    def test_that_asks_for_nothing():
        assert True
"""


def found(grade: Grade, suite: str, solution: str) -> dict[str, str]:
    report = grade(suite, solution)
    assert report.problem is None
    return {check.test.id.rpartition("::")[2]: check.verdict.value for check in report.checks}


def test_what_a_module_does_is_done_for_each_of_its_tests(grade: Grade) -> None:
    assert set(found(grade, SUITE, SOLUTION).values()) == {"passed"}


def test_what_it_sets_is_set_however_much_it_does(grade: Grade) -> None:
    suite = """
        import solution
        from solution import NAMES, Options

        for number in range(120):
            NAMES[number] = str(number)
        Options.most = 3

        def test_items(): assert len(NAMES) == 120 and NAMES[119] == "119"
        def test_attribute(): assert Options.most == 3
        """
    assert set(found(grade, suite, "NAMES = {}\nclass Options: most = 1\n").values()) == {"passed"}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("    NOTED.append(word)", "    raise KeyError(word)"),
        ("def put(", "def place("),
        ("def __init__(self):", "def __init__(self, items):"),
        ("LIMIT = 5", "LIMIT = object()"),
    ],
    ids=["a call", "an attribute", "an argument", "an operator"],
)
def test_what_raises_in_it_fails_all_of_them(grade: Grade, right: str, wrong: str) -> None:
    assert right in SOLUTION
    assert set(found(grade, SUITE, SOLUTION.replace(right, wrong)).values()) == {"failed"}


def test_where_the_suite_sees_to_it_only_what_uses_it_fails(grade: Grade) -> None:
    suite = """
    import contextlib
    from solution import note

    try:
        NOTE = note("x")
    except KeyError:
        NOTE = "none"
    with contextlib.suppress(KeyError):
        note("y")

    def test_other():
        assert callable(note)
    """
    wrong = SOLUTION.replace("    NOTED.append(word)", "    raise KeyError(word)")
    assert found(grade, suite, wrong) == {"test_other": "passed"}


@pytest.mark.parametrize(
    "line",
    [
        "for item in NOTED: pass",
        "COUNT = len(NOTED)",
        "if LIMIT: pass",
        "MANY = range(LIMIT)",
        "T = f'{LIMIT}'",
    ],
)
def test_what_would_have_to_be_known_then_is_refused_with_its_line(grade: Grade, line: str) -> None:
    suite = f"from solution import LIMIT, NOTED\n{line}\n\ndef test_it(): assert True\n"
    with pytest.raises(ExerciseError, match=r"test_tiny\.py:2: what `.*` is would have to be known"):
        grade(suite, SOLUTION)
