"""Reads what a suite declares about tests by markers, docstrings and folders; rejects wrong declarations."""

from __future__ import annotations

import difflib
import inspect
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from _pytest.skipping import evaluate_skip_marks, evaluate_xfail_marks

from .. import markers
from ..exercises.exercise import is_shipped
from ..limits import Limits
from ..report import Test, Visibility

# Pytest's fixtures that capture the output of the candidate's code, and those that see nothing of it.
CAPTURES = frozenset({"capsys", "capfd", "capsysbinary", "capfdbinary"})
_BLIND = frozenset({"tmp_path_factory", "tmpdir_factory"})
# Where the fixtures come from that are more than what they give.
_OF_PLUGINS = ("grader.", "_pytest.")
# How similar a name must be to one of our markers to be taken for a misspelling.
_ALIKE = 0.75
# Markers that are names only.
_BARE = frozenset({"bonus", "visible", "hidden"})


class SuiteError(Exception):
    """The error for a wrong suite: where and what, in a sentence that reveals no secret."""

    def __init__(self, where: str, sentence: str) -> None:
        super().__init__(f"{where}: {sentence}")
        self.where = where
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Declared:
    """One test as its author declares it; `id` is its pytest node id within the exercise."""

    id: str
    title: str
    group: str = "Tests"
    all_or_nothing: bool = False
    points: float = 1.0
    is_left_out: bool = False  # the suite skips it or expects it to fail, so nobody can earn the points
    bonus: bool = False
    visibility: Visibility = Visibility.HIDDEN
    hint: str = ""
    requires: tuple[str, ...] = ()
    limits: dict[str, Any] = field(default_factory=dict)
    clock_speed: float | None = None  # None where the author says nothing of it

    @property
    def shipped(self) -> bool:
        """Whether candidates get the test, and so can run it without the hidden ones."""
        return is_shipped(self.id)

    def announcement(self) -> Test:
        """The test as reports describe it."""
        return Test(
            id=self.id,
            title=self.title,
            group=self.group,
            points=0.0 if self.is_left_out else self.points,
            bonus=self.bonus,
            visibility=self.visibility,
            hint=self.hint,
            all_or_nothing=self.all_or_nothing,
        )


# What `declared` made of a test, for whoever needs it later.
DECLARED = pytest.StashKey[Declared]()
# What is wrong with a test that is no Python: where, and what.
FAULT = pytest.StashKey[tuple[str, str]]()


def declared(item: pytest.Item, place: str, limits: Limits) -> Declared:
    """Reads the markers and docstring of a test, whose id is `place`.

    Raises:
        SuiteError: a marker is used wrongly.
    """
    if FAULT in item.stash:
        raise SuiteError(*item.stash[FAULT])
    for mark in item.iter_markers():
        if mark.name in markers.ALL and (wrong := fault(mark)):
            raise SuiteError(place, f"the marker `{mark.name}` {wrong}")
        if mark.name not in markers.ALL and (meant := _meant(mark.name, item.config)):
            raise SuiteError(place, f"there is no marker `{mark.name}`; did you mean `{meant}`?")
    for name in _BLIND.intersection(offered_to(item)):
        raise SuiteError(place, f"what `{name}` gives does not exist in the sandbox; use `tmp_path`")
    group, own = _arguments(item, "group"), _arguments(item, "limits")
    if own.get("memory_mb", 0) << 20 > limits.memory_bytes or own.get("processes", 0) > limits.processes:
        raise SuiteError(place, "the marker `limits` allows more memory or processes than the manifest")
    declaration = Declared(
        id=place,
        title=_arguments(item, "title").get("text") or _first_line(item),
        group=group.get("name", "Tests"),
        all_or_nothing=group.get("all_or_nothing", False),
        points=float(_arguments(item, "points").get("number", 1.0)),
        is_left_out=_is_left_out(item),
        bonus=item.get_closest_marker("bonus") is not None,
        visibility=_visibility(item, place),
        hint=_arguments(item, "hint").get("text", ""),
        requires=tuple(name for mark in item.iter_markers("requires") for name in mark.args),
        limits=own | _patience(item, own.get("wall_seconds", limits.wall_seconds)),
        clock_speed=_arguments(item, "clock").get("speed"),
    )
    item.stash[DECLARED] = declaration
    return declaration


def _meant(name: str, config: pytest.Config) -> str:
    """The marker of ours that `name`, an undeclared marker, probably misspells; empty if none is similar."""
    declared_names = {line.partition(":")[0].partition("(")[0].strip() for line in config.getini("markers")}
    if name in declared_names:
        return ""
    return next(iter(difflib.get_close_matches(name, markers.ALL, n=1, cutoff=_ALIKE)), "")


def fault(mark: pytest.Mark) -> str:
    """Describes what is wrong with a marker's arguments; empty if nothing is."""
    if mark.name in _BARE:
        return "takes no arguments" if mark.args or mark.kwargs else ""
    try:
        bound = inspect.signature(markers.ALL[mark.name]).bind(*mark.args, **mark.kwargs)
    except TypeError as exc:
        return f"is given wrong arguments: {exc}"
    for name, value in bound.arguments.items():
        requirement, accepts = _REQUIREMENTS[name]
        if not accepts(value):
            return f"wants {requirement} for `{name}`"
    if mark.name == "requires" and not mark.args:
        return "wants the name of a test"
    return ""


def check_groups(tests: list[Declared]) -> None:
    """Rejects a group of which only some tests are marked all-or-nothing.

    Raises:
        SuiteError: one is all-or-nothing in one place and not in another.
    """
    ways: dict[str, bool] = {}
    for test in tests:
        if ways.setdefault(test.group, test.all_or_nothing) is not test.all_or_nothing:
            raise SuiteError(test.id, "its group is all-or-nothing in one place and not in another")


def left_out_of(tests: Sequence[Declared]) -> tuple[float, float]:
    """The points and bonus points of tests that the suite skips or expects to fail."""
    left_out = [test for test in tests if test.is_left_out]
    base, bonus = (
        float(sum(test.points for test in left_out if test.bonus is kind)) for kind in (False, True)
    )
    return base, bonus


def inherits(item: pytest.Item) -> bool:
    """Whether a fixture that the suite shares between tests may carry earlier answers into this one."""
    fixtures = getattr(item, "_fixtureinfo", None)
    return any(
        fixture.scope != "function"
        # Those of pytest's own hold none, but in some of them it runs a `setup_module` and the like.
        and (
            not fixture.func.__module__.startswith("_pytest.")
            or fixture.argname.startswith(("_xunit", "_unittest"))
        )
        for definitions in (fixtures.name2fixturedefs.values() if fixtures else ())
        for fixture in definitions
    )


def offered_to(item: pytest.Item) -> frozenset[str]:
    """The names of the fixtures that `item` uses, but for those in whose place the suite has its own."""
    found: frozenset[str] = frozenset(getattr(item, "fixturenames", ()))
    definitions = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})
    return found.difference(name for name in found if _is_suites_own(name, definitions.get(name, ())))


def _is_suites_own(name: str, definitions: Sequence[Any]) -> bool:
    """Whether the last of a fixture's `definitions` is not of a plugin, and has nothing of those before."""
    for definition in reversed(definitions):
        if definition.func.__module__.startswith(_OF_PLUGINS):
            return False
        if name not in definition.argnames:
            return True
    return False


def _arguments(item: pytest.Item, name: str) -> dict[str, Any]:
    """The arguments of the nearest marker called `name`, by parameter; empty if there is none."""
    mark = item.get_closest_marker(name)
    if mark is None:
        return {}
    return dict(inspect.signature(markers.ALL[name]).bind(*mark.args, **mark.kwargs).arguments)


def _patience(item: pytest.Item, most_seconds: float) -> dict[str, float]:
    """The limit of elapsed time that a marker of pytest-timeout's lowers; empty if none does."""
    mark = item.get_closest_marker("timeout")
    if mark is None or not item.config.pluginmanager.hasplugin("timeout"):
        return {}
    seconds: Any = mark.args[0] if mark.args else mark.kwargs.get("timeout")
    return {"wall_seconds": seconds} if _above_zero(seconds) and seconds < most_seconds else {}


def _visibility(item: pytest.Item, place: str) -> Visibility:
    """The visibility that the nearest marker declares, else that of the test's folder."""
    in_folder = Visibility.VISIBLE if is_shipped(place) else Visibility.HIDDEN
    markers_by_node: dict[pytest.Item | pytest.Collector, set[str]] = {}
    for node, mark in item.iter_markers_with_node():
        if mark.name in ("visible", "hidden"):
            markers_by_node.setdefault(node, set()).add(mark.name)  # type: ignore[arg-type]
    nearest = next(iter(markers_by_node.values()), {in_folder.value})
    if len(nearest) > 1:
        raise SuiteError(place, "it is marked visible and hidden")
    if in_folder is Visibility.VISIBLE and nearest == {"hidden"}:
        raise SuiteError(place, "a test in visible/ cannot be marked hidden, since candidates have it")
    return Visibility(nearest.pop())


def _is_left_out(item: pytest.Item) -> bool:
    """Whether the test is certain to be skipped or expected to fail, before anything runs."""
    code = getattr(item, "obj", None)
    owner = getattr(item.parent, "obj", None)
    if any(getattr(each, "__unittest_skip__", False) is True for each in (code, owner)):
        return True
    if getattr(code, "__unittest_expecting_failure__", False) is True:
        return True
    try:
        return evaluate_skip_marks(item) is not None or evaluate_xfail_marks(item) is not None
    except pytest.fail.Exception:  # a condition that cannot be evaluated: the test says so when it runs
        return False


def _first_line(item: pytest.Item) -> str:
    doc = (inspect.getdoc(getattr(item, "obj", None)) or "").strip()
    title = doc.splitlines()[0] if doc else item.name.removeprefix("test_").replace("_", " ")
    return title.rstrip(".")


def _number(value: object) -> bool:
    return type(value) in (int, float) and math.isfinite(value)  # type: ignore[arg-type]


def _above_zero(value: Any) -> bool:
    return _number(value) and value > 0


def _count(value: Any) -> bool:
    return type(value) is int and value > 0


def _line(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""


# By parameter, whose names mean the same wherever they stand.
_REQUIREMENTS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "number": ("a number that is not negative", lambda value: _number(value) and value >= 0),
    "name": ("a text", _line),
    "text": ("a text", _line),
    "all_or_nothing": ("True or False", lambda value: type(value) is bool),
    "tests": ("names of tests", lambda value: all(map(_line, value))),
    "speed": ("a number above 0", _above_zero),
    "cpu_seconds": ("a number above 0", _above_zero),
    "wall_seconds": ("a number above 0", _above_zero),
    "memory_mb": ("a whole number above 0", _count),
    "processes": ("a whole number above 0", _count),
    "output_kb": ("a whole number above 0", _count),
}
