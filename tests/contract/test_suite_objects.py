"""What the candidate's code may do with an object of the suite, and what it may not."""

from __future__ import annotations

from .conftest import Verdicts

SUITE = """
import io
import os
import sqlite3
from unittest import mock

import pytest
from solution import run


class Base:
    def __init__(self):
        self.rows, self.system, self.connection = [1], os, sqlite3.connect(":memory:")
        self._secret = "s"

    def add(self, row):
        self.rows.append(row)

    def __len__(self):
        return len(self.rows)


@pytest.mark.parametrize("what", ["rows", "add", "len", "set", "same", "change"])
def test_may(what):
    base = Base()
    assert run(base, what) is True
    assert base.rows == ([1, 2] if what in ("add", "change") else [1])
    assert getattr(base, "new", 5) == 5


@pytest.mark.parametrize(
    "what",
    ["_secret", "__class__", "__dict__", "__init__", "system", "connection", "add.__globals__",
     "add.__self__", "call"],
)
def test_may_not(what):
    assert run(Base(), what) == "refused"


def test_a_mock():
    base = mock.Mock()
    base.add.return_value = 3
    assert run(base, "mock") == 3
    base.add.assert_called_once_with(2)


def test_a_stream():
    stream = io.StringIO("one\\ntwo\\n")
    assert run(stream, "stream") == ["one\\n", "two\\n"]
"""

SOURCE = """
def run(base, what):
    if what == "rows":
        return base.rows == [1]
    if what == "add":
        base.add(2)
        return base.rows == [1, 2]
    if what == "change":
        base.rows.append(2)
        return len(base) == 2
    if what == "len":
        return len(base) == 1 and not hasattr(type(base), "__iter__")
    if what == "set":
        base.new = 5
        return base.new == 5
    if what == "same":
        return base.add is not None and run(base, "rows")
    if what == "mock":
        return base.add(2)
    if what == "stream":
        return [base.readline()] + list(base)
    try:
        if what == "call":
            return base()
        found = base
        for name in what.split("."):
            found = getattr(found, name)
    except (AttributeError, TypeError):
        return "refused"
    of_python = ("__class__", "__dict__", "__init__", "add.__globals__")
    return "refused" if what in of_python and local(found) else found


def local(found):
    # What Python itself gives of the object that stands here.
    return "Base" not in repr(getattr(found, "__module__", "")) and "sqlite3" not in repr(found)
"""


def test_an_object_of_the_suite_can_be_used_and_leads_no_further(verdicts: Verdicts) -> None:
    found = verdicts(SUITE, SOURCE, points=17)
    assert found == dict.fromkeys(found, "passed")
    assert len(found) == 17
