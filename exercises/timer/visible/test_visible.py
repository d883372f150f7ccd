"""The tests of timer that a candidate is given."""

import pytest
from solution import timer

pytestmark = pytest.mark.group("Examples")


@pytest.mark.hint('An f-string can format the seconds: f"{seconds:.3f}"')
def test_example(clock, capsys):
    """prints the label and the seconds"""
    with timer("query"):
        clock.advance(1.25)
    assert capsys.readouterr().out == "query: 1.250s\n"


@pytest.mark.hint("try … finally, or __exit__.")
def test_exception(clock, capsys):
    """prints them also where the block raised"""
    with pytest.raises(ValueError), timer("query"):
        clock.advance(2.5)
        raise ValueError("no")
    assert capsys.readouterr().out == "query: 2.500s\n"
