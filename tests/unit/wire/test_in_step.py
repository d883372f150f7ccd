"""Two sides that keep copies of the same lists, dicts and sets hold the same, whoever changes them."""

from __future__ import annotations

import random
from collections import Counter, OrderedDict, defaultdict, deque
from typing import Any

import pytest

from grader.wire.frames import WireError
from grader.wire.in_step import InStep
from grader.wire.values import IN_STEP, Ref, decode, encode


class Side:
    """One side: it sends values, with what changed before them, to the other."""

    def __init__(self, *, is_first: bool) -> None:
        self.step = InStep(is_first=is_first)

    def take(self, data: bytes) -> Any:
        def resolve(ref: Ref) -> Any:
            assert ref.kind == IN_STEP
            return self.step.at(ref.number)

        return decode(data, resolve)

    def send(self, other: Side, value: Any) -> Any:
        return other.receive(self.sent(value))

    def sent(self, value: Any) -> tuple[bytes, bytes]:
        changes = self.step.changes()
        told = encode(changes, places=self.step.places)
        self.step.noted(changes)
        data = encode(value, places=self.step.places)
        self.step.note((value,))
        return told, data

    def receive(self, sent: tuple[bytes, bytes]) -> Any:
        self.step.apply(self.take(sent[0]))
        arrived = self.take(sent[1])
        self.step.note((arrived,), sent=False)
        return arrived


@pytest.fixture
def sides() -> tuple[Side, Side]:
    return Side(is_first=True), Side(is_first=False)


def test_what_one_side_changes_the_other_has_changed(sides: tuple[Side, Side]) -> None:
    here, there = sides
    mine: list[Any] = [1, {"a": {2}}, bytearray(b"x")]
    theirs = here.send(there, mine)
    theirs.append(3)
    theirs[1]["b"] = [4]
    theirs[1]["a"].add(5)
    theirs[2].extend(b"y")
    there.send(here, None)
    assert mine == [1, {"a": {2, 5}, "b": [4]}, bytearray(b"xy"), 3]
    mine[1]["b"].append(6)
    here.send(there, None)
    assert theirs[1]["b"] == [4, 6]


def test_what_crosses_again_is_the_same_object(sides: tuple[Side, Side]) -> None:
    here, there = sides
    mine: list[Any] = [[1]]
    theirs = here.send(there, mine)
    assert there.send(here, theirs) is mine
    assert there.send(here, {"x": theirs[0]})["x"] is mine[0]
    assert here.send(there, (mine, mine))[1] is theirs


def test_what_did_not_change_is_not_told(sides: tuple[Side, Side]) -> None:
    here, there = sides
    here.send(there, list(range(1000)))
    assert here.step.changes() == there.step.changes() == []


@pytest.mark.parametrize("seed", range(40))
def test_whatever_happens_both_hold_the_same(sides: tuple[Side, Side], seed: int) -> None:
    chance = random.Random(seed)
    pairs: list[tuple[Any, Any]] = []

    for _ in range(30):
        sender, receiver = (0, 1) if chance.random() < 0.5 else (1, 0)
        mine = [pair[sender] for pair in pairs]
        for container in chance.sample(mine, min(2, len(mine))):
            new: Any = chance.choice([1, "x", (2,), [3], {"k": [4]}, {5}, *mine[:3]])
            if type(container) is list and container is not new:
                container.append(new if not _reaches(new, container) else 7)
            elif type(container) is dict:
                container[chance.choice("abc")] = new if not _reaches(new, container) else 7
            elif type(container) is set:
                container.add(chance.randrange(9))
            elif type(container) is deque:
                container.rotate()
                container.appendleft(new if not _reaches(new, container) else 7)
            elif type(container) is not list:
                container[chance.choice("ab")] = chance.randrange(9)
                container.pop("b", None)
        of_library: list[Any] = [deque([[1], 2, 3], 3), Counter("a"), OrderedDict(b=1), defaultdict(int)]
        value: Any = chance.choice([[1], {"a": [2]}, {3}, [[4], [5]], *of_library, *mine[:2]])
        arrived = sides[sender].send(sides[receiver], value)
        assert type(arrived) is type(value)
        pair = (value, arrived) if sender == 0 else (arrived, value)
        if all(pair[0] is not known[0] for known in pairs):
            pairs.append(pair)
        assert [one == other for one, other in pairs] == [True] * len(pairs)


def _reaches(value: Any, container: Any) -> bool:
    if value is container:
        return True
    inner = value.values() if type(value) is dict else value if type(value) in (list, tuple, deque) else ()
    return any(_reaches(item, container) for item in inner)


def test_what_was_noted_longest_is_forgotten_by_both(sides: tuple[Side, Side]) -> None:
    here, there = sides
    for number in range(100):
        here.send(there, [number])
        here.step.trim()
        there.step.trim()
    assert here.step.places.keys() != there.step.places.keys()
    assert list(here.step.places.values()) == list(range(136, 200, 2))
    assert list(there.step.places.values()) == list(range(137, 200, 2))


def test_messages_that_pass_each_other_mean_the_same_lists(sides: tuple[Side, Side]) -> None:
    here, there = sides
    shared: list[Any] = [0]
    other = here.send(there, shared)
    mine, yours = [1], [2]
    going, coming = here.sent(mine), there.sent(yours)
    shared.append([3])  # of which nobody has been told when the other message arrives
    theirs, ours = there.receive(going), here.receive(coming)
    assert (theirs, ours) == ([1], [2])
    going, coming = here.sent([mine, ours, shared]), there.sent([yours, theirs, other])
    here.receive(coming)
    again = there.receive(going)
    assert again[0] is theirs and again[1] is yours and again[2] is other
    assert other == [0, [3]]
    other[1].append(4)
    there.send(here, None)
    assert shared == [0, [3, 4]]


def test_both_forget_the_same_whoever_sent_it(sides: tuple[Side, Side]) -> None:
    here, there = sides
    for number in range(60):
        going, coming = here.sent([number]), there.sent([-number])
        there.receive(going)
        here.receive(coming)
        for _ in range(number % 3):
            here.step.trim()
            there.step.trim()
    here.step.trim()
    there.step.trim()
    assert sorted(here.step.places.values()) == sorted(place ^ 1 for place in there.step.places.values())
    assert len(here.step.places) == 32


@pytest.mark.parametrize(
    "changes",
    [
        [5], [(0,)], [(18, [])], [(-1, [])], [(1, [])], [(0, {})], [("0", [])], [(True, [])],
        [(2, [1, 2, 3])], [(2, [[1], 2])], [(4, [256])], [(4, ["x"])], [(6, [[1]])],
    ],
)  # fmt: skip
def test_what_cannot_be_such_a_change_is_refused(changes: list[Any]) -> None:
    step = InStep()
    step.note(([1], {"a": 1}, bytearray(b"x"), {1}), sent=False)
    with pytest.raises(WireError):
        step.apply(changes)


def test_lists_that_hold_each_other_beyond_bounds_are_refused() -> None:
    step = InStep()
    step.note([[] for _ in range(10)], sent=False)
    lists = [step.at(2 * number) for number in range(10)]
    with pytest.raises(WireError, match="beyond bounds"):
        step.apply([(2 * number, [lists[number - 1]] * 100) for number in range(1, 10)])
