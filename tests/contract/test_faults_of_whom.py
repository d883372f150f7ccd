"""A test that fails before it has asked anything: whose fault that is."""

from __future__ import annotations

import pytest

from grader.errors import ExerciseError

from .conftest import Grade

SLICES = """
from solution import HEADER

def test_it():
    assert b"abcdef"[HEADER] == b"abcd"
"""


@pytest.mark.parametrize(
    "source",
    ["HEADER = (0, 4)", "HEADER = None", "def HEADER(): pass", "class HEADER: pass", "HEADER = object()"],
)
def test_what_cannot_be_used_so_is_its_authors(grade: Grade, source: str) -> None:
    (check,) = grade(SLICES, source, points=1).checks
    assert check.verdict == "failed"
    assert "TypeError" in check.message


IN_REACH = """
from dataclasses import dataclass
from typing import NamedTuple

import pytest
from solution import LIMIT

class Case(NamedTuple):
    limit: int

@dataclass(slots=True)
class Slot:
    limit: int

CASE, TABLE = Case(LIMIT), {"a": [[LIMIT]]}
CASES = [CASE]

class TestIt:
    LIMIT = LIMIT

    def test_attribute(self):
        assert [*range(self.LIMIT)] == [0, 1]

def test_another_line():
    assert [
        *range(
            LIMIT
        )
    ] == [0, 1]

def test_deep_inside():
    assert [*range(TABLE["a"][0][0])] == [0, 1]

def test_fields():
    assert [*range(CASE.limit)] == [0, 1]

def test_a_field_of_an_element():
    assert [*range(CASES[0].limit)] == [0, 1]

def limits():
    return [[[[[LIMIT]]]]]

def test_what_a_function_gives():
    assert [*range(limits()[0][0][0][0][0])] == [0, 1]

class Table:
    def __init__(self):
        self.rows = [[[[[LIMIT]]]]]

    def row(self, number):
        return self.rows[number]

TABLES = [Table()]

def test_what_a_method_gives():
    assert [*range(TABLES[0].row(0)[0][0][0][0])] == [0, 1]

def test_slots():
    assert [*range(Slot(LIMIT).limit)] == [0, 1]

@pytest.fixture
def count():
    return 1 + LIMIT

def test_fixture(count):
    assert count == 3
"""


@pytest.mark.parametrize("value", ["object()", "type('Own', (), {'__get__': lambda *_: 2})()"])
def test_so_it_is_wherever_the_suite_has_put_it(grade: Grade, value: str) -> None:
    """An expression need not name it on its first line, nor by a name of its own."""
    report = grade(IN_REACH, f"LIMIT = {value}", points=9)
    assert report.problem is None
    assert {check.verdict for check in report.checks} == {"failed"}


@pytest.mark.parametrize(
    "raised", ["SystemExit", "type('Own', (SystemExit,), {})", "type('Own', (BaseException,), {})"]
)
@pytest.mark.parametrize(
    "use", ["THING = make()", "try:\n    THING = make()\nexcept BaseException:\n    pass"]
)
def test_what_ends_a_program_ends_an_import_and_not_the_judge(grade: Grade, raised: str, use: str) -> None:
    tests = "".join(f"def test_{name}():\n    assert THING.x\n" for name in ("it", "more"))
    suite = f"from solution import make\n{use}\n{tests}"
    report = grade(suite, f"def make(): raise {raised}", points=2)
    assert [check.verdict for check in report.checks] == ["failed", "failed"]


CANNOT_BE_IMPORTED = """
class Direction:
    def __eq__(self, other): return True
NORTH = Direction()
class once:
    def __init__(self, function): pass
    def __get__(self, it, owner=None): return self
    def __set_name__(self, owner, name): raise SystemExit
"""


@pytest.mark.parametrize(
    "suite",
    [
        "ALLOWED = {NORTH}\ndef test_it():\n    assert NORTH in ALLOWED\n",
        "class Map:\n    up = {NORTH: 1}\ndef test_it():\n    assert NORTH in Map.up\n",
        "def test_it(allowed={NORTH}):\n    assert NORTH in allowed\n",
        "@pytest.mark.parametrize('allowed', [{NORTH}])\ndef test_it(allowed):\n    assert allowed\n",
        "class Map:\n    @once\n    def up(self): pass\ndef test_it():\n    assert Map.up\n",
    ],
)
def test_what_a_suites_import_does_not_get_over_is_its_authors(grade: Grade, suite: str) -> None:
    suite = f"import pytest\nfrom solution import NORTH, once\n{suite}\ndef test_more(): pass\n"
    report = grade(suite, CANNOT_BE_IMPORTED, points=2)
    assert report.problem is None
    check, other = sorted(report.checks, key=lambda check: check.test.id)
    assert (check.verdict, "raised " in check.message) == ("failed", True)
    assert other.verdict == ("passed" if "parametrize" in suite else "failed")


def test_a_mapping_that_is_no_dict_is_unequal_and_nobody_elses_fault(grade: Grade) -> None:
    suite = "from solution import f\ndef test_it():\n    assert f() == {'a': 1}\n"
    source = "import types\ndef f():\n    return types.MappingProxyType({'a': 2, 'b': 1})\n"
    (check,) = grade(suite, source, points=1).checks
    assert check.verdict == "failed"


BETWEEN = """
import enum

class Between(enum.EnumMeta):
    __module__ = "enum"
    def mro(cls): return [cls, object]

Base = type.__new__(enum.EnumMeta, "Base", (enum.Enum,), {})
Odd = type.__new__(Between, "Odd", (Base,), {})
f = lambda: object.__new__(Odd)
"""


@pytest.mark.parametrize("names", ["f", "f, Base", "f, Odd"])
def test_a_class_that_hides_its_metaclass_is_no_class_of_the_suites(grade: Grade, names: str) -> None:
    """Python would take another metaclass for it here than we do, and that one refuses what suites derive."""
    suite = f"from solution import {names}\ndef test_it():\n    assert f() == 3\n"
    (check,) = grade(suite, BETWEEN, points=1).checks
    assert (check.verdict, "below which the suite makes" in check.message) == ("failed", False)


@pytest.mark.parametrize("line", ["[][0]", "{}['x']", "None.upper()"])
def test_what_has_to_do_with_nothing_of_theirs_is_the_suites(grade: Grade, line: str) -> None:
    suite = f"from solution import f\ndef test_it():\n    wanted = {line}\n    assert f() == wanted\n"
    with pytest.raises(ExerciseError, match="broken"):
        grade(suite, "def f(): return 1\n", points=1)


@pytest.mark.parametrize(
    "place",
    [
        "class Item:\n    price = Own()\n\ndef test_it():\n",
        "def test_it():\n    class Item:\n        price = Own()\n",
    ],
)
def test_whether_something_is_a_descriptor_is_the_candidates_choice(grade: Grade, place: str) -> None:
    """Or whoever gives a class a `__get__` would not be graded."""
    use = "    item = Item()\n    item.price = 3\n    assert item.price == 3\n"
    source = """class Own:
    def __get__(self, item, kind): return 3
    def __set__(self, item, value): pass
"""
    (check,) = grade(f"from solution import Own\n{place}{use}", source, points=1).checks
    assert check.verdict == "failed"
    assert "a descriptor of the candidate's where a value is due: a class of the suite's" in check.message


@pytest.mark.parametrize("indent", ["", "    "], ids=["at the top", "in a test"])
def test_a_class_below_the_candidates_and_one_of_the_suites_is_refused(grade: Grade, indent: str) -> None:
    suite = f"""
from solution import Shape

class Mixin:
    def area(self): return 3

def test_it():
    assert Shape
{indent}class Both(Mixin, Shape): pass
"""
    with pytest.raises(ExerciseError, match=r"py:9: .*and from Mixin, which is not inside"):
        grade(suite, "class Shape: pass\n", points=1)


def test_a_class_of_tests_below_the_candidates_is_refused_since_they_would_not_be_found(grade: Grade) -> None:
    suite = """
    from solution import Shop

    class TestShop(Shop):
        def test_it(self): assert self.opens()
    """
    with pytest.raises(ExerciseError, match=r"py:4: .*class TestShop has tests, such as test_it"):
        grade(suite, "class Shop: opens = lambda self: False", points=1)
