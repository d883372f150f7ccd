"""Decorators of the candidate's on methods of the suite's classes."""

from __future__ import annotations

import pytest

from grader.errors import ExerciseError

from .conftest import Grade, Verdicts

SOURCE = """
import functools

def memo(function):
    known = {}
    @functools.wraps(function)
    def inner(*arguments):
        if arguments not in known:
            known[arguments] = function(*arguments)
        return known[arguments]
    return inner

def logged(function):
    async def inner(self, *arguments):
        self.log.append(arguments)
        return await function(self, *arguments)
    return inner

def once_a_name(function):
    return _Method(function)

class _Method:
    def __init__(self, function):
        self._function = function
        self.calls = 0

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, it, owner=None):
        return self if it is None else functools.partial(self, it)

    def __call__(self, it, *arguments):
        self.calls += 1
        return self.name, self._function(it, *arguments)

class Positive:
    def __init__(self, function):
        self.function = function

    def __get__(self, it, owner=None):
        return getattr(it, 'value', self.function(it))

    def __set__(self, it, value):
        if value <= 0:
            raise ValueError(value)
        it.value = value

class Reader:
    def __get__(self, it, owner=None):
        return (owner() if it is None else it).wanted

def reads(): return Reader()

class Kept:
    def __init__(self, function):
        self.function = function

    def __get__(self, it, owner=None):
        it.__dict__[self.function.__name__] = found = self.function(it)
        return found
"""

SUITE = """
import asyncio
import pytest
from solution import Kept, Positive, logged, memo, once_a_name, reads

class Shop:
    wanted = 9
    got = reads()

    def __init__(self):
        self.asked, self.log = 0, []

    @memo
    def price(self, item):
        self.asked += 1
        return len(item)

    @logged
    async def sell(self, item):
        return item * 2

    @once_a_name
    def buy(self, item):
        return item, self.asked

    @Positive
    def stock(self):
        return 1

    @Kept
    def name(self):
        self.asked += 1
        return "shop"

    @classmethod
    @memo
    def made(cls, number):
        return cls, number


def test_function():
    shop, other = Shop(), Shop()
    assert (shop.price("tea"), shop.price("tea"), shop.asked) == (3, 3, 1)
    assert (other.price("tea"), other.asked) == (3, 1)
    assert Shop.price(shop, "coffee") == 6 and shop.asked == 2 and Shop.made(3) == (Shop, 3)

def test_coroutine_function():
    shop = Shop()
    assert asyncio.run(shop.sell("x")) == "xx" and shop.log == [("x",)]

def test_object():
    shop = Shop()
    assert shop.buy("tea") == ("buy", ("tea", 0)) and Shop.buy.calls == 1

def test_with_a_set():
    shop = Shop()
    assert shop.stock == 1
    shop.stock = 5
    assert shop.stock == 5
    with pytest.raises(ValueError):
        shop.stock = -1

def test_kept_in_the_instance():
    shop = Shop()
    assert (shop.name, shop.name, shop.asked) == ("shop", "shop", 1)
    assert vars(shop)["name"] == "shop" and "name" not in vars(Shop())

def test_of_a_class_in_a_test():
    class Inner:
        @once_a_name
        def twice(self, n):
            return 2 * n
    assert Inner().twice(2) == ("twice", 4)
"""


def test_each_is_bound_to_its_instance(verdicts: Verdicts) -> None:
    suite = SUITE.replace("    got = reads()\n", "")
    found = verdicts(suite, SOURCE)
    assert found == dict.fromkeys(found, "passed") and len(found) == 6


def test_what_decorates_no_method_is_given_no_instance(grade: Grade) -> None:
    more = "\ndef test_in_place_of_a_value():\n    assert Shop.got == 9 or Shop().got == 9\n"
    for check in grade(SUITE + more, SOURCE, points=7).checks:
        assert check.verdict == "failed"
        assert "descriptor of the candidate's where a value is due" in check.message


@pytest.mark.parametrize("decorator", ["once_a_name", "memo"])
@pytest.mark.parametrize("base", ["TestShop", "Shop(unittest.TestCase)"])
def test_no_test_is_given_to_a_decorator(grade: Grade, decorator: str, base: str) -> None:
    suite = f"""
import unittest
from solution import {decorator}

class {base}:
    @{decorator}
    def helper(self):
        return 1

    def test_it(self):
        assert self.helper()
"""
    (check,) = grade(suite, SOURCE, points=1).checks
    assert check.verdict == "failed"
    assert "would be given the test itself: decorate a function" in check.message


@pytest.mark.parametrize("use", ["self.kept", "self.kept = 1", "TestShop.kept"])
def test_nor_one_that_has_its_method_from_another_class(grade: Grade, use: str) -> None:
    suite = f"""
import unittest
from solution import Taking, add

class Shop:
    @Taking
    def kept(self):
        return 1

class TestShop(Shop, unittest.TestCase):
    def test_it(self):
        {use}
        self.assertEqual(add(1, 2), 3)
"""
    source = """
    class Taking:
        def __init__(self, function): pass
        def __get__(self, it, owner=None): self.__set__(it or owner, None)
        def __set__(self, it, value): it.assertEqual = lambda *values: None

    def add(a, b): return 0
    """
    (check,) = grade(suite, source, points=1).checks
    assert check.verdict == "failed"
    assert "`Shop.kept`, and would be given the test itself" in check.message


@pytest.mark.parametrize("given", ["take(self)", "self.taken"])
def test_no_test_case_is_given_away(grade: Grade, given: str) -> None:
    """Who has one can say when two lists are equal."""
    suite = f"""
import unittest
from solution import add, take

class TestShop(unittest.TestCase):
    taken = property(take)

    def test_it(self):
        {given}
        self.assertEqual([add(1, 2)], [3])
"""
    source = """
    def take(it):
        it.addTypeEqualityFunc(list, lambda *values, **keywords: None)

    def add(a, b): return 0
    """
    with pytest.raises(ExerciseError, match="a TestShop cannot be sent to the candidate's code"):
        grade(suite, source, points=1)


def test_a_function_in_place_of_a_value_is_not_the_authors_fault(verdicts: Verdicts) -> None:
    suite = """
    from solution import reads

    class TestShop:
        got = reads()

        def test_it(self):
            assert self.got == 9
    """
    source = "def reads(): return lambda self: 9"
    assert verdicts(suite, source) == {"test_it": "failed"}


def test_what_begins_with_an_underscore_is_not_in_the_dict_that_a_decorator_sees(verdicts: Verdicts) -> None:
    suite = """
    from solution import peeks

    class Shop:
        def __init__(self):
            self._wanted = self.public = 9

        @peeks
        def price(self):
            return 1

    def test_private():
        assert Shop().price() == [9]
    """
    source = """
    def peeks(function):
        def inner(it):
            names = ("_wanted", "__class__", "__globals__", "public")
            return [it.__dict__[name] for name in names if name in it.__dict__]
        return inner
    """
    assert verdicts(suite, source) == {"test_private": "passed"}
