"""Facts come from a process that has not loaded the file, and are held to their types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.judge.fixtures.facts import Facts, Function, read
from grader.judge.talk.trouble import Trouble
from grader.report import Verdict
from grader.wire.messages import Raised, Returned, Verb

from .conftest import Meeting, Peer, start

FUNCTION = ("f", 3, True, False, ("a", "*b"), ("cache",))
ANSWER = (
    ("os.path", "json.loads"),
    ("x",),
    ("sorted", "a.append"),
    ("C",),
    (FUNCTION, ("f", 9, *FUNCTION[2:])),
)


def answered(meet: Callable[..., Meeting], answer: Any) -> Facts:
    def script(peer: Peer) -> None:
        message = peer.message()
        assert message is not None and message.verb == Verb.FACTS  # type: ignore[union-attr]
        token = message.token  # type: ignore[union-attr]
        peer.say(answer._replace(token=token) if type(answer) is Raised else Returned(token, answer))
        assert peer.message() is None  # the process is stopped, and nothing else was asked
        peer.end()

    return read(meet(script, begin=False).candidate, start())


def test_facts_are_read_without_the_file_being_loaded(meet: Callable[..., Meeting]) -> None:
    facts = answered(meet, ANSWER)
    assert facts == Facts(
        frozenset({"os.path", "json.loads"}), frozenset({"x"}), frozenset({"sorted", "a.append"}),
        frozenset({"C"}),
        (
            Function("f", 3, True, False, ("a", "*b"), ("cache",)),
            Function("f", 9, True, False, ("a", "*b"), ("cache",)),
        ),
    )  # fmt: skip
    assert [facts.imported(name) for name in ("os", "os.path", "json.loads", "loads", "o")] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert [facts.called(name) for name in ("sorted", ".append", "append", "a.append", ".sorted")] == [
        True, True, False, True, False,
    ]  # fmt: skip
    assert (facts.function("f"), facts.function("g")) == (facts.functions[1], None)


@pytest.mark.parametrize(
    "answer",
    [
        None, (), ANSWER[:4], [*ANSWER], ((1,), *ANSWER[1:]), (["os"], *ANSWER[1:]), (*ANSWER[:4], ("f",)),
        (*ANSWER[:4], (FUNCTION[:5],)), (*ANSWER[:4], (("f", True, *FUNCTION[2:]),)),
        (*ANSWER[:4], (("f", 3, 1, *FUNCTION[3:]),)), (*ANSWER[:4], ((*FUNCTION[:5], (b"x",)),)),
        Raised(0, ("SyntaxError", "Exception"), ("invalid syntax",), "invalid syntax"),
        Raised(0, ("MemoryError", "Exception"), (), ""),
    ],
)  # fmt: skip
def test_an_account_that_is_none_ends_the_test_only(meet: Callable[..., Meeting], answer: Any) -> None:
    with pytest.raises(Trouble) as caught:
        answered(meet, answer)
    assert caught.value.verdict is Verdict.ERROR
    assert caught.value.message.startswith("the file cannot be read: ")
