"""The tests of log_call that a candidate is given."""

import logging

import pytest
from solution import log_call

pytestmark = [pytest.mark.group("Examples"), pytest.mark.points(0)]


def invert(number):
    return 1 / number


@pytest.mark.hint("One record before the call, and one after it.")
def test_success(caplog):
    """logs before and after a call"""
    caplog.set_level(logging.DEBUG)
    assert log_call(invert)(4) == 0.25
    infos = [record.getMessage() for record in caplog.records if record.levelno == logging.INFO]
    assert len(infos) >= 2
    assert "invert" in infos[0]
    assert "invert" in infos[-1]


@pytest.mark.hint("Log the exception, and raise it again.")
def test_failure(caplog):
    """logs what the function raises, and lets it through"""
    caplog.set_level(logging.DEBUG)
    with pytest.raises(ZeroDivisionError):
        log_call(invert)(0)
    errors = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert "invert" in errors[0]
    assert "ZeroDivisionError" in errors[0]
