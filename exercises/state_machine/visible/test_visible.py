"""The tests of the state machine that a candidate is given."""

import itertools

import pytest
from solution import TaskStatus, is_valid_sequence

pytestmark = pytest.mark.group("Examples")


def states(names):
    return [getattr(TaskStatus, name) for name in names.split()]


@pytest.mark.points(1)
def test_enum(sandbox, rng):
    """has an enum with the four states"""
    assert sandbox.kind(TaskStatus) == "enum class"
    # The two classes are looked at in an order that is drawn here.
    classes = {True: TaskStatus, False: sandbox.make("type('Class', (), {})")}
    order = rng.choices((True, False), k=6)
    found = sandbox.make(
        "[enum.Enum in type.mro(one) for one in some]", some=[classes[is_enum] for is_enum in order]
    )
    assert sandbox.value(found) == order
    names = [member.name for member in itertools.islice(TaskStatus, 20)]
    assert all(name in names for name in ("CREATED", "IN_PROGRESS", "DONE", "CANCELED"))


@pytest.mark.points(1)
def test_lifecycles():
    """tells lifecycles from other sequences, with True and False"""
    assert is_valid_sequence(states("CREATED IN_PROGRESS DONE")) is True
    assert is_valid_sequence(states("CREATED DONE")) is False
    assert is_valid_sequence(states("IN_PROGRESS DONE")) is False
    assert is_valid_sequence(states("CREATED CANCELED IN_PROGRESS")) is False


@pytest.mark.points(1)
def test_unfinished():
    """accepts an unfinished lifecycle, but not an empty one"""
    assert is_valid_sequence(states("CREATED"))
    assert not is_valid_sequence([])


@pytest.mark.points(1)
@pytest.mark.hint("A generator has no length and no index, and it can be read only once.")
def test_generator():
    """reads a generator"""
    assert is_valid_sequence(state for state in states("CREATED IN_PROGRESS DONE"))
    assert not is_valid_sequence(state for state in states("CREATED DONE"))
