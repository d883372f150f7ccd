"""Hidden suite of predict_output: one question, one test."""

import pytest
from solution import ANSWERS

pytestmark = pytest.mark.group("Programs")


def lines(program):
    assert isinstance(ANSWERS, dict)
    return ANSWERS.get(program)


@pytest.mark.hint("Where is the attribute looked for when a class has none of its own?")
def test_class_attributes():
    """class_attributes: an attribute of a class, seen from its subclasses"""
    assert lines("class_attributes") == ["1 1 1", "1 2 1", "3 2 3"]


@pytest.mark.hint("To slice is not to ask for one item.")
def test_slice_beyond_end():
    """slice_beyond_end: a slice that begins after the end"""
    assert lines("slice_beyond_end") == ["[]"]


@pytest.mark.hint("How many lists are there?")
def test_inner_lists():
    """inner_lists: a list of lists that was made with *"""
    same = "[10, 20], [10, 20], [10, 20], [10, 20], [10, 20]"
    assert lines("inner_lists") == [
        "[[], [], [], [], []]",
        "[[10], [10], [10], [10], [10]]",
        f"[{same}]",
        f"[{same}, 30]",
    ]


@pytest.mark.hint("Which of the two operators gives a float, and when?")
def test_divisions():
    """divisions: both operators, of whole numbers and of floats"""
    assert lines("divisions") == ["5/2 = 2.5", "5.0/2 = 2.5", "5//2 = 2", "5.0//2.0 = 2.0"]


@pytest.mark.hint("When is the loop's variable looked up?")
def test_closures():
    """closures: functions that use the variable of a loop"""
    assert lines("closures") == ["[6, 6, 6, 6]"]


@pytest.mark.hint("How often is a default value made, and when are the lists printed?")
def test_mutable_default():
    """mutable_default: a list as the default value of an argument"""
    assert lines("mutable_default") == ["list1 = [10, 'a']", "list2 = [123]", "list3 = [10, 'a']"]


@pytest.mark.hint("What makes a name local, and where in the function does it hold?")
def test_unbound_local():
    """unbound_local: a name that is both global and local"""
    assert lines("unbound_local") == ["UnboundLocalError"]
