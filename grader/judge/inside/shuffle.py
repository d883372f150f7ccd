"""Orders tests for running: visible ones before hidden ones, each part shuffled.

A hidden test may leave traces in a sandbox (closed connections, counters, times, whatever the kernel keeps)
that later tests can read. So no test whose report shows candidates the output runs after a hidden one.
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
    """The ids of the tests that each test requires, by the test's id.

    Raises:
        SuiteError: a required test is not there, or not clearly so, requires the test in turn, or is hidden
            where the test is not.
    """
    requirements = {test.id: _required(test, tests) for test in tests}
    try:
        graphlib.TopologicalSorter(requirements).prepare()
    except graphlib.CycleError as exc:
        raise SuiteError(str(exc.args[1][0]), "it requires itself, by way of what it requires") from None
    return requirements


def ordered(tests: Sequence[Declared], required: Needs, seed: int) -> list[str]:
    """The ids of `tests` in running order: visible tests first, then hidden ones, each part shuffled."""
    shown = [test.id for test in tests if test.visibility is Visibility.VISIBLE]
    hidden = [test.id for test in tests if test.visibility is not Visibility.VISIBLE]
    return shuffled(shown, required, seed) + shuffled(hidden, required, seed)


def shuffled(ids: Sequence[str], required: Needs, seed: int) -> list[str]:
    """Shuffles `ids` by the seed, but puts required tests before those that require them."""
    chance = list(ids)
    random.Random(seeds.derived(seed, "order")).shuffle(chance)
    chosen_ids, order = set(ids), dict[str, None]()

    def place(test: str) -> None:
        if test in chosen_ids and test not in order:
            for other in required[test]:
                place(other)
            order[test] = None

    for test in chance:
        place(test)
    return list(order)


def _required(test: Declared, tests: Sequence[Declared]) -> tuple[str, ...]:
    required_ids = []
    for name in test.requires:
        matching = _meant(name, test, tests)
        if not matching:
            raise SuiteError(test.id, "it requires a test that is not there")
        if len({other.id.partition("[")[0] for other in matching}) > 1:
            raise SuiteError(test.id, "it requires a test whose name several have")
        if test.shipped and not matching[0].shipped:
            raise SuiteError(test.id, "a test in visible/ cannot require one that candidates do not have")
        if test.visibility is Visibility.VISIBLE and any(
            other.visibility is not Visibility.VISIBLE for other in matching
        ):
            raise SuiteError(
                test.id,
                "it is shown to candidates and requires a hidden test, which runs after all that are shown: "
                "mark that one visible, or this one hidden",
            )
        required_ids += [other.id for other in matching]
    return tuple(required_ids)


def _meant(name: str, test: Declared, tests: Sequence[Declared]) -> list[Declared]:
    """The tests that a required `name` refers to: in the same class, else the same file, else anywhere."""
    matching = [other for other in tests if name in _names(other.id)]
    for part in (_parent, _file):
        if near := [other for other in matching if part(other.id) == part(test.id)]:
            return near
    return matching


def _parent(place: str) -> str:
    return place.partition("[")[0].rpartition("::")[0]


def _file(place: str) -> str:
    return place.partition("::")[0]


def _names(place: str) -> set[str]:
    """The names by which a test can be required: with or without its class and its case."""
    inner = place.partition("::")[2]
    plain, bracket, case = inner.partition("[")
    return {name + end for name in (plain, plain.rpartition("::")[2]) for end in ("", bracket + case)}
