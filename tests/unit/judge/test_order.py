"""What a test requires runs before it, whatever the seed; what it cannot require is refused."""

from __future__ import annotations

import pytest

from grader.judge.declared import Declared, SuiteError
from grader.judge.inside.shuffle import needs, ordered, shuffled
from grader.report import Visibility


def suite_of(**requires: str) -> list[Declared]:
    """Tests of one file by their names, `_in_` for the class that one is in."""
    return [
        Declared(f"hidden/test_it.py::{name.replace('_in_', '::')}", name, requires=tuple(names.split()))
        for name, names in requires.items()
    ]


def short(places: tuple[str, ...] | list[str]) -> list[str]:
    return [place.partition("::")[2] for place in places]


@pytest.mark.parametrize("seed", range(20))
def test_what_is_required_comes_first_and_the_rest_by_chance(seed: int) -> None:
    tests = suite_of(a="b", b="c d", c="", d="c", e="", f="a")
    order = short(shuffled([test.id for test in tests], needs(tests), seed))
    assert sorted(order) == ["a", "b", "c", "d", "e", "f"]
    places = {name: order.index(name) for name in order}
    assert places["c"] < places["d"] < places["b"] < places["a"] < places["f"]


def test_without_requirements_the_seed_alone_decides() -> None:
    tests = suite_of(**dict.fromkeys("abcdefgh", ""))
    ids = [test.id for test in tests]
    orders = {tuple(shuffled(ids, needs(tests), seed)) for seed in range(5)}
    assert len(orders) == 5
    assert shuffled(ids, needs(tests), 7) == shuffled(ids, needs(tests), 7)


@pytest.mark.parametrize("seed", range(20))
def test_what_candidates_are_shown_comes_before_all_that_is_hidden(seed: int) -> None:
    tests = [
        *suite_of(a="b", b="", c="", d="x", e=""),
        *(Declared(f"hidden/test_it.py::{name}", name, visibility=Visibility.VISIBLE) for name in "vwx"),
        Declared("visible/test_it.py::y", "y", visibility=Visibility.VISIBLE, requires=("z",)),
        Declared("visible/test_it.py::z", "z", visibility=Visibility.VISIBLE),
    ]
    order = short(ordered(tests, needs(tests), seed))
    assert sorted(order[:5]) == ["v", "w", "x", "y", "z"]
    assert sorted(order[5:]) == ["a", "b", "c", "d", "e"]
    assert order.index("z") < order.index("y") and order.index("b") < order.index("a")


def test_each_part_has_many_orders() -> None:
    tests = suite_of(**dict.fromkeys("abcdefgh", ""))
    tests += [Declared(f"visible/test_it.py::{n}", "", visibility=Visibility.VISIBLE) for n in range(8)]
    orders = [short(ordered(tests, needs(tests), seed)) for seed in range(5)]
    for part in (slice(8), slice(8, None)):
        assert len({tuple(order[part]) for order in orders}) == 5


def test_a_shown_test_that_requires_a_hidden_one_is_refused_and_the_author_told_what_to_do() -> None:
    shown = Declared("hidden/test_it.py::v", "", visibility=Visibility.VISIBLE, requires=("a",))
    with pytest.raises(SuiteError) as caught:
        needs([*suite_of(a=""), shown])
    assert caught.value.where == shown.id
    assert caught.value.sentence.endswith("mark that one visible, or this one hidden")


def test_what_was_not_chosen_to_run_is_left_out() -> None:
    tests = suite_of(a="b", b="c", c="")
    ids = [test.id for test in tests if test.title != "b"]
    assert sorted(shuffled(ids, needs(tests), 1)) == ids


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("a", ["Test::a"]),  # the nearest: in the same class
        ("Other::a", ["Other::a"]),
        ("b", ["b[1]", "b[2]"]),  # every case
        ("b[2]", ["b[2]"]),
        ("c", ["c"]),  # in another file
    ],
)
def test_a_name_means_the_nearest_test_of_that_name(name: str, meant: list[str]) -> None:
    file = "hidden/test_it.py"
    tests = [
        *(Declared(f"{file}::{place}", "") for place in ("Test::a", "Other::a", "b[1]", "b[2]")),
        Declared("hidden/test_more.py::c", ""), Declared("hidden/test_more.py::b", ""),
        Declared(f"{file}::Test::it", "", requires=(name,)),
    ]  # fmt: skip
    assert short(needs(tests)[f"{file}::Test::it"]) == meant


@pytest.mark.parametrize(
    ("requires", "where", "sentence"),
    [
        ({"a": "x"}, "a", "it requires a test that is not there"),
        ({"a": "a"}, "a", "it requires itself"),
        ({"a": "b", "b": "c", "c": "a"}, "", "it requires itself"),
        ({"a": "m", "A_in_m": "", "B_in_m": ""}, "a", "it requires a test whose name several have"),
    ],
)
def test_a_requirement_that_cannot_be_is_refused(requires: dict[str, str], where: str, sentence: str) -> None:
    with pytest.raises(SuiteError) as caught:
        needs(suite_of(**requires))
    assert caught.value.sentence.startswith(sentence)
    assert caught.value.where.endswith(f"::{where}") or not where
