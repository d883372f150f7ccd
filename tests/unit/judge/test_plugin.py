"""From what pytest found to a verdict, and from a suite's markers to what is announced."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.judge.candidate import Candidate, Trouble
from grader.judge.plugin import JudgePlugin, Outcome, Solution, SuiteTookTooLong, judged, start_of
from grader.judge.proxies import Proxy, reference
from grader.limits import Limits
from grader.report import Verdict
from grader.wire.messages import Start
from grader.wire.values import Ref


def outcome(**known: Any) -> Outcome:
    fields: dict[str, Any] = {
        "passed": False, "skipped": False, "failure": None, "explanation": "", "trouble": None,
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
        ({"skipped": True, "trouble": OOM}, (Verdict.MEMORY, OOM.message)),
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
        ({"skipped": True}, (Verdict.NOT_RUN, "the suite skipped it")),
        ({"skipped": True, "passed": True}, (Verdict.NOT_RUN, "the suite skipped it")),
        # Nothing was asked of the candidate: a wrong suite is its author's fault, a failed check is not.
        ({"failure": ValueError("x"), "explanation": "x", "requests": 0}, (None, "x")),
        (
            {"failure": KeyError("x"), "explanation": "x", "requests": 0, "loaded": False},
            (None, "x"),
        ),
        ({"failure": WRONG, "explanation": "x", "requests": 0}, (Verdict.FAILED, "x")),
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


def collected(folder: Path, files: dict[str, str], seed: int = 1) -> list[dict[str, Any]]:
    """All events of a collection, in this process."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    events: list[dict[str, Any]] = []
    plugin = JudgePlugin(Candidate(), start_of(Limits(1, 2, 3)), seed, events.append)
    before, unwritten = dict(sys.modules), sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        pytest.main(
            [
                "--collect-only", "--capture=no", "--import-mode=importlib", "-c", os.devnull,
                f"--rootdir={folder}", "-p", "no:cacheprovider", "-p", "no:terminal",
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


def announcement(**own: Any) -> dict[str, Any]:
    usual = {"group": "Depth", "points": 1.0, "bonus": False, "visibility": "hidden", "hint": ""}
    return {**usual, **own}


def test_a_suite_is_announced_as_its_markers_and_docstrings_say(tmp_path: Path) -> None:
    (event,) = collected(tmp_path, {"hidden/test_it.py": SUITE})
    file = "hidden/test_it.py"
    assert event == {
        "event": "collected",
        "left_out": 0,
        "tests": [
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
        ],
    }


@pytest.mark.parametrize(
    ("file", "visibility"),
    [
        ("visible/test_it.py", "visible"),
        ("hidden/test_it.py", "hidden"),
        ("hidden/test_visible.py", "hidden"),
        ("visible_too/test_it.py", "hidden"),
    ],
)
def test_only_the_folder_decides_what_a_candidate_may_read(
    tmp_path: Path, file: str, visibility: str
) -> None:
    (event,) = collected(tmp_path, {file: "def test_visible(): pass\n"})
    assert [test["visibility"] for test in event["tests"]] == [visibility]


@pytest.mark.parametrize(
    "content",
    [
        "raise SystemError('mine')\n",
        "def test(:\n",
        "import no_such_module\n",
        "from solution import _x\n",
    ],
)
def test_a_suite_that_cannot_be_collected_is_reported_as_broken(tmp_path: Path, content: str) -> None:
    events = collected(tmp_path, {"hidden/test_it.py": content})
    broken = [event for event in events if event["event"] == "broken"]
    assert [event["where"] for event in broken] == ["hidden/test_it.py"]


# --- the module `solution`


def test_every_public_name_of_the_solution_is_a_proxy_and_nothing_is_asked_for_it() -> None:
    solution = Solution(Candidate())  # talks to nobody: whatever it asked would fail
    assert type(solution.flatten) is Proxy
    assert reference(solution.anything) == Ref("symbol", 0, "anything")


@pytest.mark.parametrize("name", ["_private", "__path__", "__all__", "__wrapped__"])
def test_no_other_name_is_in_the_solution(name: str) -> None:
    with pytest.raises(AttributeError):
        getattr(Solution(Candidate()), name)


def test_limits_become_the_start_of_a_test() -> None:
    assert start_of(Limits(1, 2, 3, 4, 5, 6, 7)) == Start(1.0, 2.0, 3, 5, 6, 1.0)
