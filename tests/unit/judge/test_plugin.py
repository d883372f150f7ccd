"""From what pytest found to a verdict, and from a suite's markers to what is announced."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.judge.assignment import Assignment, Suites
from grader.judge.declared import fault
from grader.judge.events import Collected, Event, SuiteBroken
from grader.judge.inside.hooks import RunHooks
from grader.judge.inside.plugin import JudgePlugin
from grader.judge.inside.solution import Solution
from grader.judge.inside.verdicts import Outcome, SuiteTookTooLong, judged
from grader.judge.talk.conversation import Conversation
from grader.judge.talk.placeholders import Placeholder
from grader.judge.talk.trouble import Trouble
from grader.limits import Limits
from grader.report import Test, Verdict, Visibility


def outcome(**known: Any) -> Outcome:
    fields: dict[str, Any] = {
        "passed": False, "skipped": None, "failure": None, "explanation": "", "trouble": None, "refused": "",
        "loaded": True, "requests": 1,
    }  # fmt: skip
    return Outcome(**{**fields, **known})


WRONG = AssertionError("assert 1 == 2")
OOM = Trouble(Verdict.MEMORY, "it used more memory than the limit")


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"passed": True}, (Verdict.PASSED, "")),
        ({"passed": True, "requests": 0}, (Verdict.PASSED, "")),
        ({}, (Verdict.FAILED, "it was not shown to pass")),
        ({"failure": WRONG, "explanation": "1 is not 2"}, (Verdict.FAILED, "1 is not 2")),
        ({"failure": ValueError("x"), "explanation": "x"}, (Verdict.FAILED, "x")),
        ({"failure": RecursionError(), "explanation": "deep"}, (Verdict.FAILED, "deep")),
        # Whatever else is known: what the sandbox did decides.
        ({"passed": True, "trouble": OOM}, (Verdict.MEMORY, OOM.message)),
        ({"skipped": "so", "trouble": OOM}, (Verdict.MEMORY, OOM.message)),
        ({"failure": WRONG, "trouble": OOM}, (Verdict.MEMORY, OOM.message)),
        ({"failure": ValueError(), "trouble": OOM, "requests": 0}, (Verdict.MEMORY, OOM.message)),
        ({"failure": SuiteTookTooLong(), "trouble": OOM}, (Verdict.MEMORY, OOM.message)),
        *[
            ({"trouble": Trouble(verdict, "so"), "passed": True}, (verdict, "so"))
            for verdict in Verdict
            if verdict not in (Verdict.PASSED, Verdict.NOT_RUN)
        ],
        ({"failure": SuiteTookTooLong()}, (Verdict.TIMEOUT, "checking the answer took too long")),
        # A skip earns nothing.
        ({"skipped": "so"}, (Verdict.NOT_RUN, "the suite skipped it: so")),
        ({"skipped": "", "passed": True}, (Verdict.NOT_RUN, "the suite skipped it")),
        # Nothing was asked of the candidate: a wrong suite is its author's fault, a failed check is not.
        ({"failure": ValueError("x"), "explanation": "x", "requests": 0}, (None, "x")),
        (
            {"failure": KeyError("x"), "explanation": "x", "requests": 0, "loaded": False},
            (None, "x"),
        ),
        ({"failure": WRONG, "explanation": "x", "requests": 0}, (Verdict.FAILED, "x")),
        # What another test was answered may still be there.
        (
            {"failure": KeyError("x"), "explanation": "x", "requests": 0, "after_others": True},
            (None, "x"),
        ),
        (
            {"failure": KeyError("x"), "explanation": "x", "requests": 1},
            (Verdict.FAILED, "x"),
        ),
        ({"failure": MemoryError()}, (Verdict.MEMORY, OOM.message)),
        ({"failure": MemoryError(), "requests": 0, "after_others": True}, (Verdict.MEMORY, OOM.message)),
        ({"failure": MemoryError(), "explanation": "x", "requests": 0}, (None, "x")),
        (
            {"failure": pytest.fail.Exception("x"), "explanation": "x", "requests": 0},
            (Verdict.FAILED, "x"),
        ),
    ],
)
def test_the_verdict_follows_from_what_is_known(
    known: dict[str, Any], expected: tuple[Verdict | None, str]
) -> None:
    assert judged(outcome(**known)) == expected


# --- what a suite announces

SUITE = '''
import pytest
from solution import flatten, State

pytestmark = pytest.mark.group("Depth")

@pytest.mark.points(2.5)
@pytest.mark.hint("think of strings")
def test_whole():
    """Keeps strings whole.

    Not this line.
    """

@pytest.mark.bonus
@pytest.mark.group("Extra")
def test_very_large_input():
    flatten(State.DONE)

@pytest.mark.parametrize("number", [1, 2])
def test_each(number):
    pass

class TestKind:
    @pytest.mark.points(0)
    async def test_inside(self):
        """  Stays...   """
'''


def collected(folder: Path, files: dict[str, str], seed: int = 1) -> list[Event]:
    """All events of a collection, in this process."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    events: list[Event] = []
    hooks = RunHooks(events.append)
    plugin = JudgePlugin(Conversation(), Suites("", (), Limits(1, 2, 256 << 20)), hooks, Assignment(seed))
    before, unwritten = dict(sys.modules), sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        pytest.main(
            [
                "--collect-only", "--capture=no", "--import-mode=importlib", "-c", os.devnull,
                f"--rootdir={folder}", "-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:asyncio",
                *map(str, folder.iterdir()),
            ],
            plugins=[plugin],
        )  # fmt: skip
    finally:
        sys.dont_write_bytecode = unwritten
        for name in sys.modules.keys() - before.keys():  # the next suite has modules of the same names
            if name.partition(".")[0] in ("solution", "hidden", "visible", "visible_too"):
                del sys.modules[name]
    return events


def announcement(**own: Any) -> Test:
    usual = {"group": "Depth", "points": 1.0, "bonus": False, "visibility": Visibility.HIDDEN, "hint": ""}
    return Test(**{**usual, "all_or_nothing": False, **own})


UNEARNED = """
import sys, unittest
import pytest
from solution import double

@pytest.mark.skip(reason="later")
@pytest.mark.points(3)
def test_later(): ...

@pytest.mark.skipif(sys.version_info > (3,), reason="old")
@pytest.mark.bonus
def test_old(): ...

@pytest.mark.skipif(sys.version_info < (3,), reason="old")
def test_new(): ...
@pytest.mark.xfail(strict=True)
def test_open(): ...
@pytest.mark.xfail(False, reason="closed")
def test_closed(): ...

class TestCase(unittest.TestCase):
    @unittest.skip("later")
    def test_skipped(self): ...

    @unittest.expectedFailure
    def test_expected(self): ...

    def test_usual(self): ...

@unittest.skip("all of it")
class TestSkipped(unittest.TestCase):
    def test_one(self): ...
"""


def test_what_is_skipped_for_everybody_or_expected_to_fail_leaves_the_sum_of_points(tmp_path: Path) -> None:
    (event,) = collected(tmp_path, {"hidden/test_it.py": UNEARNED})
    assert isinstance(event, Collected)
    earning = [test.id.rpartition("::")[2] for test in event.tests if test.points]
    assert earning == ["test_new", "test_closed", "test_usual"]
    assert event.unearned == (7.0, 1.0)


def test_a_suite_is_announced_as_its_markers_and_docstrings_say(tmp_path: Path) -> None:
    (event,) = collected(tmp_path, {"hidden/test_it.py": SUITE})
    file = "hidden/test_it.py"
    assert event == Collected(
        left_out=0,
        pytest=pytest.__version__,
        tests=(
            announcement(
                id=f"{file}::test_whole",
                title="Keeps strings whole",
                points=2.5,
                hint="think of strings",
            ),
            announcement(
                id=f"{file}::test_very_large_input",
                title="very large input",
                bonus=True,
                group="Extra",
            ),
            announcement(id=f"{file}::test_each[1]", title="each[1]"),
            announcement(id=f"{file}::test_each[2]", title="each[2]"),
            announcement(id=f"{file}::TestKind::test_inside", title="Stays", points=0.0),
        ),
    )


@pytest.mark.parametrize(
    ("file", "visibility"),
    [
        ("visible/test_it.py", "visible"),
        ("hidden/test_it.py", "hidden"),
        ("hidden/test_visible.py", "hidden"),
        ("visible_too/test_it.py", "hidden"),
        ("hidden/visible/test_it.py", "hidden"),
    ],
)
def test_without_a_marker_the_folder_decides_what_a_candidate_may_read(
    tmp_path: Path, file: str, visibility: str
) -> None:
    (event,) = collected(tmp_path, {file: "def test_visible(): pass\n"})
    assert [test.visibility for test in event.tests] == [visibility]


@pytest.mark.parametrize(
    "content",
    [
        "raise SystemError('mine')\n",
        "def test(:\n",
        "import no_such_module\n",
        "from solution import __x\n",
    ],
)
def test_a_suite_that_cannot_be_collected_is_reported_as_broken(tmp_path: Path, content: str) -> None:
    events = collected(tmp_path, {"hidden/test_it.py": content})
    broken = [event for event in events if isinstance(event, SuiteBroken)]
    assert [event.where for event in broken] == ["hidden/test_it.py"]


# --- markers, right and wrong

MARKED = '''
import pytest
from grader import markers

@markers.group("Whole", all_or_nothing=True)
class TestWhole:
    @markers.title("told apart")
    @markers.points(3)
    def test_first(self):
        """not this"""

    @pytest.mark.visible
    @pytest.mark.bonus
    def test_second(self):
        """shown"""

@markers.visible
class TestShown:
    @markers.hidden
    def test_kept(self):
        """kept"""

    @markers.hint("look")
    @markers.bonus
    def test_open(self):
        """open"""
'''


def test_markers_say_more_than_the_docstring_and_the_folder(tmp_path: Path) -> None:
    (event,) = collected(tmp_path, {"hidden/test_it.py": MARKED})
    whole = {"group": "Whole", "all_or_nothing": True}
    usual, file = {"group": "Tests"}, "hidden/test_it.py"
    assert event.tests == (
        announcement(id=f"{file}::TestWhole::test_first", title="told apart", points=3.0, **whole),
        announcement(
            id=f"{file}::TestWhole::test_second", title="shown", bonus=True, visibility=Visibility.VISIBLE,
            **whole,
        ),
        announcement(id=f"{file}::TestShown::test_kept", title="kept", **usual),
        announcement(
            id=f"{file}::TestShown::test_open", title="open", bonus=True, visibility=Visibility.VISIBLE,
            hint="look",
            **usual,
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("marker", "sentence"),
    [
        ("points(-1)", "wants a number that is not negative for `number`"),
        ("points('2')", "wants a number that is not negative for `number`"),
        ("points(True)", "wants a number that is not negative for `number`"),
        ("points(float('nan'))", "wants a number that is not negative for `number`"),
        ("points()", "is given wrong arguments: missing a required argument: 'number'"),
        ("bonus(2)", "takes no arguments"),
        ("group(5)", "wants a text for `name`"),
        ("group('A', all_or_nothing=1)", "wants True or False for `all_or_nothing`"),
        ("group('A', whole=True)", "is given wrong arguments: got an unexpected keyword argument 'whole'"),
        ("title(' ')", "wants a text for `text`"),
        ("hint(b'x')", "wants a text for `text`"),
        ("clock(0)", "wants a number above 0 for `speed`"),
        ("limits(cpu=1)", "is given wrong arguments: got an unexpected keyword argument 'cpu'"),
        ("limits(cpu_seconds=0)", "wants a number above 0 for `cpu_seconds`"),
        ("limits(memory_mb=2.5)", "wants a whole number above 0 for `memory_mb`"),
        ("limits(output_kb='9')", "wants a whole number above 0 for `output_kb`"),
        ("requires()", "wants the name of a test"),
        ("requires(5)", "wants names of tests for `tests`"),
        ("visible('x')", "takes no arguments"),
    ],
)
def test_a_marker_tells_what_is_wrong_with_its_arguments(marker: str, sentence: str) -> None:
    mark = eval(f"pytest.mark.{marker}", {"pytest": pytest})  # as it stands in a suite
    assert fault(mark.mark) == sentence


@pytest.mark.parametrize(
    "marker",
    [
        "points(0)", "points(2.5)", "bonus", "group('A')", "group(name='A', all_or_nothing=False)",
        "title('a')", "hint('a')", "clock(0.5)", "requires('a', 'b')", "visible", "hidden", "limits()",
        "limits(cpu_seconds=1, wall_seconds=2.5, memory_mb=64, processes=9, output_kb=1)",
    ],
)  # fmt: skip
def test_nothing_is_wrong_with_a_marker_as_it_is_meant(marker: str) -> None:
    mark = eval(f"pytest.mark.{marker}", {"pytest": pytest})
    assert fault(mark.mark) == ""


@pytest.mark.parametrize(
    ("file", "markers", "sentence"),
    [
        ("hidden", ("limits(memory_mb=257)",), "the marker `limits` allows more memory or processes than"),
        ("hidden", ("limits(processes=257)",), "the marker `limits` allows more memory or processes than"),
        ("visible", ("hidden",), "a test in visible/ cannot be marked hidden"),
        ("hidden", ("points(-1)",), "the marker `points` wants a number that is not negative"),
        ("hidden", ("hidden", "visible"), "it is marked visible and hidden"),
        ("hidden", ("requires('test_nothing')",), "it requires a test that is not there"),
        ("hidden", ("requires('test_it')",), "it requires itself"),
        ("visible", ("requires('test_other')",), "a test in visible/ cannot require one that candidates"),
    ],
)
def test_what_markers_cannot_mean_is_their_authors_fault(
    tmp_path: Path, file: str, markers: tuple[str, ...], sentence: str
) -> None:
    lines = [f"@pytest.mark.{marker}" for marker in markers]
    suite = "\n".join(["import pytest", *lines, "def test_it(): pass", ""])
    files = {f"{file}/test_it.py": suite, "hidden/test_more.py": "def test_other(): pass\n"}
    (event,) = collected(tmp_path, files)
    assert (type(event), event.where) == (SuiteBroken, f"{file}/test_it.py::test_it")
    assert event.sentence.startswith(sentence)


def test_a_group_is_paid_in_one_way(tmp_path: Path) -> None:
    suite = """
import pytest
@pytest.mark.group("A", all_or_nothing=True)
def test_a(): pass
@pytest.mark.group("A")
def test_b(): pass
"""
    (event,) = collected(tmp_path, {"hidden/test_it.py": suite})
    assert (type(event), event.where) == (SuiteBroken, "hidden/test_it.py::test_b")


# --- the module `solution`


def test_every_public_name_of_the_solution_is_a_placeholder_and_nothing_is_asked_for_it() -> None:
    solution = Solution(Conversation())  # talks to nobody: whatever it asked would fail
    assert type(solution.flatten) is Placeholder
    assert repr(solution.anything) == "anything"


@pytest.mark.parametrize("name", ["__path__", "__wrapped__"])
def test_no_other_name_is_in_the_solution(name: str) -> None:
    with pytest.raises(AttributeError):
        getattr(Solution(Conversation()), name)
