"""In which order tests run: those that candidates are shown before all others, and by chance.

What a hidden test leaves behind in a sandbox (closed connections, counters, times, whatever the kernel keeps)
can be read by those that run after it. So nothing that a candidate may read about does.
"""

from __future__ import annotations

import graphlib
import random
from collections.abc import Mapping, Sequence

from ... import seeds
from ...report import Visibility
from ..declared import Declared, SuiteError

Needs = Mapping[str, tuple[str, ...]]


def needs(tests: Sequence[Declared]) -> Needs:
    """For each test's id the ids of those that it requires.

    Raises:
        SuiteError: a required test is not there, or not clearly so, requires the test in turn, or is hidden
            where the test is not.
    """
    found = {test.id: _required(test, tests) for test in tests}
    try:
        graphlib.TopologicalSorter(found).prepare()
    except graphlib.CycleError as exc:
        raise SuiteError(str(exc.args[1][0]), "it requires itself, by way of what it requires") from None
    return found


def ordered(tests: Sequence[Declared], required: Needs, seed: int) -> list[str]:
    """The ids of `tests`: those that candidates are shown, then the hidden ones, each part `shuffled`."""
    shown = [test.id for test in tests if test.visibility is Visibility.VISIBLE]
    hidden = [test.id for test in tests if test.visibility is not Visibility.VISIBLE]
    return shuffled(shown, required, seed) + shuffled(hidden, required, seed)


def shuffled(ids: Sequence[str], required: Needs, seed: int) -> list[str]:
    """`ids` in the order that the seed decides, save that what is required comes first."""
    chance = list(ids)
    random.Random(seeds.derived(seed, "order")).shuffle(chance)
    wanted, order = set(ids), dict[str, None]()

    def place(test: str) -> None:
        if test in wanted and test not in order:
            for other in required[test]:
                place(other)
            order[test] = None

    for test in chance:
        place(test)
    return list(order)


def _required(test: Declared, tests: Sequence[Declared]) -> tuple[str, ...]:
    found = []
    for name in test.requires:
        meant = _meant(name, test, tests)
        if not meant:
            raise SuiteError(test.id, "it requires a test that is not there")
        if len({other.id.partition("[")[0] for other in meant}) > 1:
            raise SuiteError(test.id, "it requires a test whose name several have")
        if test.shipped and not meant[0].shipped:
            raise SuiteError(test.id, "a test in visible/ cannot require one that candidates do not have")
        if test.visibility is Visibility.VISIBLE and any(
            other.visibility is not Visibility.VISIBLE for other in meant
        ):
            raise SuiteError(
                test.id,
                "it is shown to candidates and requires a hidden test, which runs after all that are shown: "
                "mark that one visible, or this one hidden",
            )
        found += [other.id for other in meant]
    return tuple(found)


def _meant(name: str, test: Declared, tests: Sequence[Declared]) -> list[Declared]:
    """Those of that name that are nearest: in the same class, else in the same file, else anywhere."""
    named = [other for other in tests if name in _names(other.id)]
    for part in (_parent, _file):
        if near := [other for other in named if part(other.id) == part(test.id)]:
            return near
    return named


def _parent(place: str) -> str:
    return place.partition("[")[0].rpartition("::")[0]


def _file(place: str) -> str:
    return place.partition("::")[0]


def _names(place: str) -> set[str]:
    """What a test can be called: with its class or without, one case of it or all."""
    inner = place.partition("::")[2]
    plain, bracket, case = inner.partition("[")
    return {held + end for held in (plain, plain.rpartition("::")[2]) for end in ("", bracket + case)}
