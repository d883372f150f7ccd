"""Threads of a suite take turns, and none waits for itself."""

from __future__ import annotations

from time import monotonic

import pytest

from grader.judge.talk.turns import Turns


def test_what_asks_in_the_midst_of_its_own_request_is_refused_at_once() -> None:
    """As the collector does when it ends a coroutine then, which asks how it may leave a block."""
    turns = Turns(lambda turns: AssertionError("it waited"))
    deadline = monotonic() + 60
    turns.take(deadline)
    with pytest.raises(RuntimeError, match="now"):
        turns.take(deadline)
    depth = turns.pause()
    turns.take(deadline)  # within a call-back
    turns.give()
    turns.resume(depth, deadline)
    with pytest.raises(RuntimeError, match="now"):
        turns.take(deadline)
    turns.give()
    turns.take(deadline)
    turns.give()
    assert turns.take_within(0.01, deadline) is True
    with pytest.raises(RuntimeError, match="now"):
        turns.take_within(0.01, deadline)
