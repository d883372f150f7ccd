"""What a few bytes become here: counted by what it costs, bounded for a test, and explained in no time."""

from __future__ import annotations

import operator
import os
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from _pytest.assertion import util

from grader.judge.fixtures.web import Web
from grader.judge.inside.explanations import brief_comparisons, cut, explained
from grader.judge.talk import channel, listening, loopback
from grader.judge.talk.classes import make_built_in, make_proxy
from grader.judge.talk.items import ALL_ITEMS
from grader.judge.talk.loopback import Loopback
from grader.judge.talk.trouble import Trouble
from grader.report import Verdict
from grader.wire.frames import Frame, Kind
from grader.wire.messages import Callback, Raised, Returned, Verb
from grader.wire.values import Ref, decode

FLATTEN = Ref("inside", 1, "flatten")
SLOW_SECONDS = 5.0
PART_BYTES = 64
Talk = Callable[..., Any]
Meet = Callable[..., Any]


def u32(number: int) -> bytes:
    return number.to_bytes(4, "big")


def small(number: int) -> bytes:
    return b"i" + number.to_bytes(8, "big")


FUNCTION = make_built_in("function")


def proxy(ref: Ref) -> Any:
    """As the judge makes one, but for its candidate."""
    nobody: Any = None
    return make_proxy(nobody, FUNCTION, Ref("inside", ref.number, ref.name))


def spent(data: bytes, resolve: Callable[[Ref], Any]) -> tuple[int, int]:
    """The parts that a value counts as, and the bytes that it has."""
    parts: list[int] = []
    tracemalloc.start()
    try:
        held = decode(data, resolve, parts.append)
        size, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held is not None
    return parts[0], size


THINGS = {
    "empty sets": b"(S",
    "empty frozensets": b"(z",
    "sets of one": b"(NS",
    "sets of four": b"(NTF" + small(9) + b"S",
    "sets of five": b"(NTF" + small(9) + small(8) + b"S",
    "empty dicts": b"D}",
    "dicts of one": b"DNN}",
    "lists": b"l]",
    "lists of one": b"lN]",
    "tuples": b"(Nt",
    "texts": b"s" + u32(2) + b"ab",
    "wide texts": b"s" + u32(400) + "\U0001f600".encode() + b"a" * 396,
    "numbers": small(1 << 40),
    "long numbers": b"I" + u32(100) + b"\1" * 100,
    "floats": b"d" + bytes(8),
    "bytes": b"b" + u32(2) + b"ab",
    "byte arrays": b"B" + u32(2) + b"ab",
    "ranges": b"r" + small(1 << 40) * 3,
    "complex numbers": b"c" + bytes(16),
    "packed numbers": b"Q" + u32(8) + (1 << 40).to_bytes(8, "big") * 8,
    "references": b"R\1\1" + u32(1 << 30) + u32(0) + b"kn",
    "frozensets in sets": b"((zS",
}


@pytest.mark.parametrize("name", THINGS)
def test_a_value_counts_for_what_it_costs(name: str) -> None:
    parts, size = spent(b"l" + THINGS[name] * 20_000 + b"]", proxy)  # type: ignore[arg-type]
    assert size < 1.25 * parts * PART_BYTES


def test_all_values_of_a_test_are_counted_together(meet: Meet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "_TEST_PARTS", 3000)
    candidate = meet(
        lambda peer: [peer.serve(lambda request: Returned(request.token, [set()] * 200))] * 2
    ).candidate
    kept = [candidate.ask(Verb.CALL, FLATTEN)]
    assert candidate.parts > 200
    with pytest.raises(Trouble) as caught:
        for _ in range(20):
            kept.append(candidate.ask(Verb.CALL, FLATTEN))
    assert (caught.value.verdict, len(kept) > 1) == (Verdict.ERROR, True)
    assert "more was sent than any answer needs" in caught.value.message


def test_the_next_test_has_all_of_it_again(meet: Meet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "_TEST_PARTS", 300)

    def script(peer: Any) -> None:
        for _ in range(5):
            peer.serve(lambda request: Returned(request.token, [1, 2, 3] * 60))

    meeting = meet(script)
    for _ in range(4):
        assert len(meeting.candidate.ask(Verb.CALL, FLATTEN)) == 180
        meeting.candidate.end()
        assert meeting.candidate.parts > 180
        meeting.candidate.begin(meeting.peer.started)


def test_arguments_of_call_backs_count_too(ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "_TEST_PARTS", 3000)
    calls: list[Any] = []

    def script(peer: Any) -> None:
        for _ in range(50):
            peer.say(Callback(peer.requests[-1].token, 0, ([0.5] * 200,), {}))
            if peer.message() is None:
                return

    with pytest.raises(Trouble) as caught:
        ask(script, calls.append)
    assert (caught.value.verdict, len(calls) < 15) == (Verdict.ERROR, True)


# --- no memory left


def test_an_answer_for_which_there_is_no_memory_ends_the_test(
    ask: Callable[..., Any], monkeypatch: Any
) -> None:
    def unpack(*_: object) -> None:
        raise MemoryError

    def script(peer: Any) -> None:
        monkeypatch.setattr(listening, "unpack", unpack)
        peer.say(Returned(peer.requests[-1].token, 1))

    with pytest.raises(Trouble) as caught:
        ask(script)
    assert caught.value.verdict is Verdict.MEMORY


def test_a_call_for_which_there_is_no_memory_ends_the_test_and_is_not_told(ask: Callable[..., Any]) -> None:
    """A candidate that could make the suite miss a call would not be seen to make it."""
    replies: list[Any] = []

    def note(*_: object) -> None:
        raise MemoryError

    def script(peer: Any) -> None:
        peer.say(Callback(peer.requests[-1].token, 0, (), {}))
        replies.append(peer.message())

    with pytest.raises(Trouble) as caught:
        ask(script, note)
    assert caught.value.verdict is Verdict.MEMORY
    assert not any(type(reply) in (Returned, Raised) for reply in replies)


# --- lengths that are claimed

# From CPython 3.14 on it asks for no length.
TUPLE = pytest.param(
    tuple, marks=pytest.mark.skipif(sys.version_info >= (3, 14), reason="asks for no length")
)


@pytest.mark.parametrize("claim", [ALL_ITEMS + 1, 1 << 27, 1 << 31, 1 << 62, (1 << 63) - 1, 1 << 200])
@pytest.mark.parametrize("take", [len, operator.length_hint, list, TUPLE, sorted, lambda it: [*it]])
def test_a_length_above_all_that_is_read_is_not_believed(
    talk: Talk, claim: int, take: Callable[[Any], Any]
) -> None:
    thing = talk(
        *([claim] if take in (len, operator.length_hint) else [Ref("iterator", 8, "", 9), claim])
    ).thing
    tracemalloc.start()
    try:
        with pytest.raises(OverflowError):
            take(thing)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("length", [0, 1, 200_000, ALL_ITEMS])
def test_a_length_that_can_be_read_is_given(talk: Talk, length: int) -> None:
    assert len(talk(length).thing) == length


# --- explanations


def lines(number: int) -> str:
    return "\n".join(f"{number}{line % 10} a line like all the others" for line in range(20_000))


# Each takes a number that makes it another one.
LARGE: dict[str, Callable[[int], Any]] = {
    "lines": lines,
    "one line": lambda number: "x" * 16_000_000 + str(number),
    "bytes": lambda number: bytes([number]) * 1_000_000,
    "a set": lambda number: set(range(number, 400_000 * number, number)),
    "a frozenset": lambda number: frozenset(map(str, range(number, 100_000))),
    "a dict": lambda number: {key * number: [[key]] for key in range(200_000)},
    "a list": lambda number: list(range(number, 400_000)),
    "a list in a dict": lambda number: {1: list(range(400_000 + number))},
    "lines in a dict": lambda number: {1: {1: {number: lines(number)}}},
    "lines in a list": lambda number: [lines(number)] * number,
    "lists in a list": lambda number: [[number]] * 500_000,
}


# On a build server pytest explains at full length.
@pytest.mark.parametrize("build_server", ["", "true"])
@pytest.mark.parametrize("name", LARGE)
def test_a_large_value_is_explained_soon(
    name: str, build_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", build_server)
    monkeypatch.setenv("BUILD_NUMBER", build_server)
    left, right = LARGE[name](1), LARGE[name](2)
    began = time.monotonic()
    with brief_comparisons(), pytest.raises(AssertionError) as caught:
        assert left == right
    assert len(cut(explained(caught))) <= 1500
    with brief_comparisons(), pytest.raises(AssertionError) as caught:
        assert left in [right]
    assert len(cut(explained(caught))) <= 1500
    assert time.monotonic() - began < SLOW_SECONDS
    assert os.environ["CI"] == build_server


def test_no_variable_is_changed_for_an_explanation(monkeypatch: pytest.MonkeyPatch) -> None:
    """What changes one in a test is taken for the suite's doing."""
    changed: list[Any] = []
    monkeypatch.setenv("CI", "true")
    with monkeypatch.context() as patch:
        for method in ("__setitem__", "__delitem__"):
            patch.setattr(type(os.environ), method, lambda *what: changed.append(what))
        with brief_comparisons(), pytest.raises(AssertionError):
            assert [1, 2] == [1, 3]
        assert changed == []


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ("one\ntwo\nthree", "one\n2\nthree", "- 2"),
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, "Differing items"),
        ({1, 2}, {1, 3}, "Extra items in the left set"),
        ([1, 2, 3], [1, 5, 3], "At index 1 diff: 2 != 5"),
        (list(range(300_000)), [*range(299_999), 0], "At index 299999 diff: 299999 != 0"),
    ],
)
def test_what_is_not_too_large_is_explained_as_ever(left: Any, right: Any, said: str) -> None:
    with brief_comparisons(), pytest.raises(AssertionError) as caught:
        assert left == right
    assert said in str(caught.value)


def test_pytests_own_way_is_there_again_afterwards() -> None:
    before = util._reprcompare
    with pytest.raises(KeyError), brief_comparisons():
        raise KeyError
    assert util._reprcompare is before is not None


class Unshowable(AssertionError):
    def __str__(self) -> str:
        raise SystemError("no text")


def test_an_exception_that_cannot_be_shown_is_named() -> None:
    with pytest.raises(Unshowable) as caught:
        raise Unshowable
    assert explained(caught) == "Unshowable, of which the text cannot be shown"


def test_a_text_of_megabytes_is_cut_soon() -> None:
    began = time.monotonic()
    for text in ("\n" * 40_000_000, " " * 40_000_000, " +" * 20_000_000, "x\r" * 20_000_000):
        assert len(cut(text)) <= 1500
    assert time.monotonic() - began < SLOW_SECONDS


def test_what_the_sandbox_does_not_take_is_not_taken_from_the_suites_server() -> None:
    sent: list[Frame] = []
    taken = Loopback(sent.append)
    taken.begin(1, virtual=False)
    web = Web("", "", taken.timeline)
    taken.accept_with(web)
    page = web.page("x" * 10_000_000)
    taken.handle(Frame(Kind.OPENED, 7))
    taken.handle(Frame(Kind.BYTES, 7, f"GET {page.url} HTTP/1.1\r\n\r\n".encode()))
    taken.flushed(loopback._MOST_UNSENT)
    sizes = [sum(len(frame.payload) for frame in sent)]
    for unsent in (loopback._MOST_UNSENT, 0, 0, 0):
        taken.flushed(unsent)
        sizes.append(sum(len(frame.payload) for frame in sent))
    most = loopback._MOST_UNSENT
    assert sizes[:3] == [most, most, 2 * most]
    assert web.in_flight == 0  # in the end all is taken
