"""What a suite compares: proxies decide only where a suite names their class, and views by what they show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.judge.talk import exchange
from grader.judge.talk.trouble import Trouble
from grader.report import Verdict
from grader.wire import specials
from grader.wire.messages import Described, Items, Returned, Verb
from grader.wire.values import Ref

from .proxied import OTHER, THING, Meet, one_of

OTHERS: list[Any] = [None, True, 7, 7.0, "Thing", b"", [7], (7,), {7: 7}, {7}, object(), THING]
DECISIONS: dict[str, Callable[[Any], Any]] = {
    "equals": lambda thing: [thing == other for other in OTHERS] == [False] * len(OTHERS),
    "is equalled": lambda thing: [other == thing for other in OTHERS] == [False] * len(OTHERS),
    "differs": lambda thing: all(thing != other and other != thing for other in OTHERS),
    "equals within containers": lambda thing: [thing] != [7] and {"x": thing} != {"x": True},
    "is in a list that holds it": lambda thing: thing in [1, thing],
    "is of no other type": lambda thing: not isinstance(thing, (int, str, list, dict, bool, type)),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_beside_a_plain_value_it_is_settled_here(talk: Callable[..., Any], name: str) -> None:
    found = talk()
    assert DECISIONS[name](found.thing)
    assert found.asked == []


UNASKED: dict[str, Callable[[Any], Any]] = {
    "truth": bool,
    "negation": lambda thing: not thing,
    "a condition": lambda thing: 1 if thing else 2,
    "all": lambda thing: all([thing]),
    "less": lambda thing: thing < 5,
    "more": lambda thing: thing >= thing,
    "sorting": lambda thing: sorted([thing, 1]),
    "addition": lambda thing: thing + 1,
    "a difference": lambda thing: 3.5 - thing,
    "an absolute value": abs,
    "a hash": hash,
    "the size of a set": lambda thing: len({thing}),
}


@pytest.mark.parametrize("name", UNASKED)
def test_an_object_of_no_class_that_the_suite_names_decides_nothing(
    talk: Callable[..., Any], name: str
) -> None:
    found = talk(named=False)
    with pytest.raises(Trouble) as caught:
        UNASKED[name](found.thing)
    assert caught.value.verdict is Verdict.FAILED
    with pytest.raises(Trouble):  # nor does the test go on
        found.thing()
    assert found.asked == []


def test_what_it_contains_is_looked_for_here(talk: Callable[..., Any]) -> None:
    def items(token: int) -> Items:
        return Items(token, [2], True, None)

    found = talk(Ref("iterator", 8, "it", 9), items, named=False)
    assert 2 in found.thing
    assert [request.verb for request in found.asked] == [Verb.ITERATE, Verb.NEXT]


def test_the_same_object_has_the_same_proxy(talk: Callable[..., Any]) -> None:
    found = talk(THING)
    assert found.thing() is found.thing
    assert len(found.asked) == 1


@pytest.mark.parametrize("equal", [True, False])
def test_two_objects_of_a_class_that_the_suite_names_are_compared_inside(
    talk: Callable[..., Any], equal: bool
) -> None:
    found = talk(OTHER, equal, not equal)
    other = found.thing()
    assert (found.thing == other, found.thing != other) == (equal, not equal)
    inside = Ref("inside", 8, "Thing")
    assert [(request.verb, request.arguments) for request in found.asked[1:]] == [
        (Verb.APPLY, ("eq", inside)),
        (Verb.APPLY, ("ne", inside)),
    ]


@pytest.mark.parametrize("answer", [None, 1, 0, "", True])
def test_a_plain_truth_says_whether_they_are_equal(talk: Callable[..., Any], answer: Any) -> None:
    found = talk(OTHER, answer)
    other = found.thing()
    assert (found.thing != other) is answer


@pytest.mark.parametrize("answer", [THING, [1]])
def test_where_no_bool_says_whether_they_are_equal_the_test_fails(
    talk: Callable[..., Any], answer: Any
) -> None:
    found = talk(OTHER, answer)
    other = found.thing()
    with pytest.raises(Trouble) as caught:
        _ = found.thing != other
    assert caught.value.verdict is Verdict.FAILED


def test_objects_of_a_class_that_nobody_names_are_not_compared(talk: Callable[..., Any]) -> None:
    found = talk(OTHER, named=False)
    other = found.thing()
    with pytest.raises(Trouble) as caught:
        _ = found.thing != other
    assert caught.value.verdict is Verdict.FAILED


def test_where_a_class_says_nothing_of_equality_objects_are_told_apart(talk: Callable[..., Any]) -> None:
    found = talk(OTHER, own=one_of("call"), named=False)
    other = found.thing()
    assert found.thing != other and len({found.thing, other}) == 2
    assert len(found.asked) == 1


def test_a_hash_is_asked_of_a_class_that_the_suite_names(talk: Callable[..., Any]) -> None:
    found = talk(OTHER, 5, 5, True)
    other = found.thing()
    assert len({found.thing, other}) == 1  # as the answers say
    assert [request.arguments[0] for request in found.asked[1:]] == ["hash", "hash", "eq"]


THINGS = {Ref("object", number, "Thing", 9) for number in range(18, 118)}


def test_a_set_with_objects_in_it_comes_without_a_question(talk: Callable[..., Any]) -> None:
    found = talk(THINGS, named=False)
    assert len(found.thing()) == 100
    assert len(found.asked) == 1


def test_the_hashes_of_those_that_the_suite_names_are_asked_for_at_once(talk: Callable[..., Any]) -> None:
    found = talk([{1: THINGS}], Ref("object", 17, "Thing", 9), [*range(100)], OTHER, 5, True)
    things = found.thing()[0][1]
    assert len(things) == 100
    assert found.thing() in things
    asked = [request.verb for request in found.asked]
    assert asked == [Verb.CALL, Verb.MAKE, Verb.VALUE, Verb.CALL, Verb.APPLY, Verb.APPLY]


@pytest.mark.parametrize("hashes", [[1] * 100, [1, 2] * 50, [*range(50)] * 2])
def test_objects_of_the_same_hash_are_not_compared_to_be_put_into_a_set(
    talk: Callable[..., Any], hashes: list[int]
) -> None:
    """They are in one already; and to compare each with each would take long."""
    found = talk(THINGS, Ref("object", 17, "Thing", 9), hashes)
    assert len(found.thing()) == 100
    assert [request.verb for request in found.asked] == [Verb.CALL, Verb.MAKE, Verb.VALUE]


@pytest.mark.parametrize("hashes", [[1] * 99, [1.0] * 100, ["x"] * 100, 1, OTHER])
def test_hashes_that_are_none_end_the_test(talk: Callable[..., Any], hashes: Any) -> None:
    found = talk(THINGS, Ref("object", 17, "Thing", 9), hashes)
    with pytest.raises(Trouble) as caught:
        found.thing()
    assert caught.value.verdict is Verdict.ERROR


def test_what_another_test_left_stands_for_nothing(talk: Callable[..., Any]) -> None:
    found = talk()
    found.candidate._stand_ins._proxies.clear()  # as in the next test
    with pytest.raises(Trouble, match="another test"):
        found.thing()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("flatten", "<the candidate's flatten>"),
        ("Colour.RED", "<the candidate's Colour.RED>"),
        ("", "<the candidate's object>"),
        ("\x1b[2J", "<the candidate's object>"),
        ("[red]x", "<the candidate's object>"),
        ("ünsure", "<the candidate's object>"),
        ("a b", "<the candidate's object>"),
    ],
)
def test_an_object_is_shown_by_its_name_only_where_that_is_one(
    talk: Callable[..., Any], name: str, shown: str
) -> None:
    assert repr(talk(thing=Ref("object", 7, name, 9), own=one_of()).thing) == shown


def test_a_text_that_is_asked_for_is_the_candidates(talk: Callable[..., Any]) -> None:
    found = talk("08:00", "Clock(8)", "8")
    assert (str(found.thing), repr(found.thing), f"{found.thing:>5}") == ("08:00", "Clock(8)", "8")
    assert [request.arguments for request in found.asked] == [("str",), ("repr",), ("format", ">5")]


# --- views


VIEWS: dict[str, tuple[Any, Any, Any]] = {
    "dict_keys": ([1, 2], {1, 2}, {1, 2, 3}),
    "dict_items": ([(1, [2])], {1: [2]}.items(), {1: [3]}.items()),
    "mappingproxy": ({"a": 1}, {"a": 1}, {"a": 2}),
    "memoryview": (b"ab", b"ab", b"abc"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_compared_by_what_it_shows(meet: Meet, name: str) -> None:
    content, same, other = VIEWS[name]
    view = _viewed(meet, name, content)
    assert [view == same, same == view, view != same] == [True, True, False]
    assert [view == other, other == view, view != other] == [False, False, True]
    assert view != 5 and view != "x"


@pytest.mark.parametrize("lie", [[1, 1], [1, 2, 2], [3, 4], []])
def test_a_view_that_lies_equals_nothing(meet: Meet, lie: list[Any]) -> None:
    assert _viewed(meet, "dict_keys", lie) != {1, 2}


@pytest.mark.parametrize("lie", [True, {1, 2}, None, {1: 1, 2: 2}, THING])
def test_a_view_that_shows_no_content_ends_the_test(meet: Meet, lie: Any) -> None:
    view = _viewed(meet, "dict_keys", lie)
    with pytest.raises(BaseException, match="does not show"):
        assert view == {1, 2}


def _viewed(meet: Meet, name: str, content: Any) -> Any:
    """What stands for a view that shows `content`."""

    def play(peer: Any) -> None:
        request = peer.request()
        peer.say(Described(0, [(9, name, (), specials.mask(("__len__", "__iter__")), "built-in", 0)]))
        peer.say(Returned(request.token, {}))
        peer.say(Returned(peer.request().token, Ref("object", 7, name, 9)))
        peer.serve(lambda request: Returned(request.token, content))

    return meet(play).candidate.ask(Verb.PUT, 5)


def test_who_is_told_an_operand_and_gives_no_answer_is_not_tried_again(meet: Meet) -> None:
    def play(peer: Any) -> None:
        peer.load()
        token = peer.request().token
        peer.say(Described(0, [(9, "Thing", (), specials.BITS["__eq__"], "", 0)]))
        peer.say(Returned(token, Ref("object", 7, "Thing", 9)))
        while peer.message() is not None:
            pass
        peer.end()

    candidate = meet(play, wall_seconds=0.3 - exchange._GRACE_SECONDS).candidate
    thing = candidate.ask(Verb.CALL, Ref("inside", 1, "flatten"))
    with pytest.raises(Trouble):
        candidate.ask_telling(thing, "eq", 7)
    assert candidate.trouble.verdict is Verdict.FAILED
    candidate.end()
