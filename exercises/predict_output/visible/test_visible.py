"""The test of predict_output that a candidate is given. It looks at the form of the answers only."""

import pytest
from solution import ANSWERS

PROGRAMS = (
    "class_attributes",
    "slice_beyond_end",
    "inner_lists",
    "divisions",
    "closures",
    "mutable_default",
    "unbound_local",
)


@pytest.mark.group("Form")
@pytest.mark.points(0)
@pytest.mark.hint('["1 [2]"] is the answer to a program that prints one line.')
def test_form():
    """answers each program with a list of lines, each line a text"""
    assert isinstance(ANSWERS, dict)
    for program in PROGRAMS:
        lines = ANSWERS.get(program)
        assert type(lines) is list, program
        assert lines, f"{program} is not answered yet"
        assert all(type(line) is str for line in lines), program
