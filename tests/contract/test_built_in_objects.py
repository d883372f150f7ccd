"""Objects of built-in classes that stay inside: they decide by their plain value, or nothing."""

from __future__ import annotations

from .conftest import Grade, Verdicts

LIARS = """
import functools, types, weakref

class Liar:
    def __eq__(self, other): return True
    def __sub__(self, other): return 0
    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__
    __rsub__ = __abs__ = __add__ = __sub__
    __hash__ = lambda self: 0
    __bool__ = lambda self: True
    __len__ = lambda self: 1
    __iter__ = lambda self: iter([self])

class Mapping(dict):
    __contains__ = __eq__ = __lt__ = __or__ = lambda self, other: True

class Meta(type):
    __contains__ = lambda self, other: True
    __len__ = lambda self: 1

liar, mapping = Liar(), Mapping()
MADE = {
    "reference": lambda: weakref.proxy(liar),
    "view": lambda: types.MappingProxyType(mapping),
    "keys": lambda: {liar: 1}.keys(),
    "key": lambda: functools.cmp_to_key(lambda one, other: 0)(1),
    "class": lambda: Meta("Own", (), {}),
    "items": lambda: iter([liar]),
}

def f(what): return MADE[what]()
"""
ASKS = """
import pytest
from solution import f

@pytest.mark.parametrize("what", ["reference", "view", "keys", "key", "class", "items"])
@pytest.mark.parametrize("ask", [
    lambda it: it < 5, lambda it: 5 < it, lambda it: it >= 5, lambda it: abs(it - 5) < 1, lambda it: 5 in it,
    lambda it: it == 5, lambda it: it + 1 == 1, lambda it: not it != 5,
], ids=str)
def test_it(what, ask):
    assert ask(f(what))
"""


def test_no_built_in_object_and_no_class_decides_for_the_candidate(grade: Grade) -> None:
    """Some ask what has been put into them, which may be equal to everything."""
    report = grade(ASKS, LIARS, points=48)
    assert {check.verdict for check in report.checks} == {"failed"}


def test_what_is_plain_and_stays_inside_is_reckoned_with(verdicts: Verdicts) -> None:
    suite = """
        import datetime

        from solution import f

        def test_it(sandbox):
            for value in (5, 2.5, "ab", (1, 2), [1, 2], b"ab"):
                kept = sandbox.keep(f, value)
                assert kept + value == value + value and kept and not kept < value
                assert kept * 2 == value * 2 and kept >= value
            day = sandbox.keep(f, datetime.date(2026, 1, 2))
            assert day - datetime.date(2026, 1, 1) == datetime.timedelta(1)
            kept = sandbox.keep(f, [1])
            kept += [2]
            assert sandbox.value(kept) == [1, 2]
            assert 2 in kept and 3 not in kept

        def test_views():
            keys, items = f({"a": 1}.keys), f({"a": 1}.items)
            assert keys == {"a": 1}.keys()
        """
    assert verdicts(suite, "def f(it): return it() if callable(it) else it\n", points=2) == {
        "test_it": "passed",
        "test_views": "passed",
    }


def test_a_class_of_a_metaclass_has_no_docstring_but_its_own(verdicts: Verdicts) -> None:
    suite = """
    import json

    import pytest
    from solution import Bare, Told

    def test_own():
        assert Told.__doc__ == "Says so."

    def test_none():
        assert Bare.__doc__

    def test_no_value():
        with pytest.raises(TypeError):
            json.dumps(Bare)
    """
    source = """
    class Meta(type):
        pass

    class Bare(metaclass=Meta):
        pass

    class Told(metaclass=Meta):
        "Says so."
    """
    assert verdicts(suite, source) == {
        "test_own": "passed", "test_none": "failed", "test_no_value": "passed",
    }  # fmt: skip


def test_a_list_whose_items_are_elsewhere_is_not_an_empty_one(verdicts: Verdicts) -> None:
    suite = """
    from solution import errors

    def test_equal(): assert errors() == []
    def test_false(): assert not errors()
    def test_listed(): assert list(errors()) == ["too short"] and len(errors()) == 1
    def test_kind(): assert isinstance(errors(), list)
    """
    source = """
    from collections import UserList

    class Errors(UserList, list): pass

    def errors(): return Errors(["too short"])
    """
    assert verdicts(suite, source) == {
        "test_equal": "failed", "test_false": "failed", "test_listed": "passed", "test_kind": "passed"
    }  # fmt: skip
