"""What the sandbox may name of the interpreter's own classes, and have a function of the suite's call."""

from __future__ import annotations

from .conftest import Verdicts

CALLS = """
import pytest
from solution import alias, attributes, decoded, memory

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

def alias():
    return UnicodeDecodeError

def decoded(pool):
    return pool.submit(UnicodeDecodeError, "u", b"a", 0, 1, "because")
"""


def test_nothing_of_the_judge_is_read_by_them(verdicts: Verdicts) -> None:
    found = verdicts(CALLS, HOSTILE, points=3)
    assert found == dict.fromkeys(found, "passed")
    assert len(found) == 3
