"""What the sandbox may name of the interpreter's own classes, and have a function of the suite's call."""

from __future__ import annotations

from .conftest import Verdicts

CALLS = """
import unittest
from unittest import mock

import pytest
from solution import alias, attributes, changed, decoded, equal, given, kind, memory

SECRET = 4711

class Pool:
    def __init__(self):
        self._secret = SECRET

    def submit(self, function, *arguments):
        return function(*arguments)

def test_no_exception_reads_beyond_its_arguments():
    assert memory(Pool()) == ["refused"] * 64

def test_no_method_reads_attributes_here():
    pool = Pool()
    assert str(SECRET) not in attributes(pool, pool.submit, [pool])

def test_no_class_is_made_of_what_the_candidate_says():
    pool = Pool()
    assert equal(pool, pool.submit) != 42
    assert equal(pool, lambda function, *arguments: function(*arguments)) != 42

class Kind(type):
    pass

def test_no_metaclass_is_called():
    pool = Pool()
    assert equal(Kind, Kind) != 42 and equal(Kind, pool.submit) != 42

def test_no_mock_is_made_that_equals_all():
    assert equal(mock.MagicMock(), mock.MagicMock) != 42

class TestMocks(unittest.TestCase):
    def helped(self):
        return 1

    def test_the_test_itself(self):
        changed(mock.Mock, self.helped)
        with self.assertRaises(AssertionError):
            self.assertEqual(1, 2)
        assert mock.Mock(**{"read.return_value": 3}).read() == 3

def test_types():
    assert kind(int) == type and isinstance(int, kind(int)) and issubclass(type, kind(int))
    assert given(type) is None

def test_they_are_what_they_are():
    assert str(decoded(Pool())) == "'u' codec can't decode byte 0x61 in position 0: because"
    assert isinstance(decoded(Pool()), UnicodeDecodeError) and isinstance(decoded(Pool()), alias())
    assert issubclass(UnicodeDecodeError, alias()) and not issubclass(ValueError, alias())
    with pytest.raises(UnicodeDecodeError):
        b"\\xff".decode()
"""
HOSTILE = """
def memory(pool):
    found = []
    for place in range(-64, 0):
        try:
            found.append(str(pool.submit(UnicodeDecodeError, "u", b"a", place, place + 1, "because")))
        except TypeError:
            found.append("refused")
    return found

def attributes(pool, call, held):
    found = []
    for method, arguments in (
        (object.__getattribute__, (pool, "_secret")), (object.__getattribute__, (call, "__globals__")),
        (object.__reduce_ex__, (pool, 2)), (object.__repr__, (pool,)),
    ):
        try:
            found.append(str(call(method, *arguments)))
        except Exception:
            pass
    return str(found)

def equal(given, call):
    space = {"__eq__": lambda one, other: True, "__ne__": lambda one, other: False}
    found = []
    for attempt in (
        lambda: call(type, "X", (object,), space)(), lambda: call("X", (object,), space)(),
        lambda: call(call(type, given), "X", (object,), space)(),
        lambda: call(call(type, call(type, given)), "X", (object,), space)(),
        lambda: call(given, "X", (object,), space)(), lambda: call(**space),
        lambda: call(**{"__eq__.return_value": True}),
    ):
        try:
            found.append(attempt())
        except Exception:
            pass
    return next((each for each in found if type(each).__name__ in ("X", "MagicMock")), 0)

def changed(make, function):
    for name in ("assertEqual", "failureException"):
        try:
            make(**{"it": function, f"it.__self__.{name}": print})
        except AttributeError:
            pass

def kind(it):
    return type(it)

def given(it):
    assert it is type and it("x") is str

def alias():
    return UnicodeDecodeError

def decoded(pool):
    return pool.submit(UnicodeDecodeError, "u", b"a", 0, 1, "because")
"""


def test_nothing_of_the_judge_is_read_by_them(verdicts: Verdicts) -> None:
    found = verdicts(CALLS, HOSTILE, points=8)
    assert found == dict.fromkeys(found, "passed")
    assert len(found) == 8
