"""A suite learns the module of its own functions, and of those alone."""

from __future__ import annotations

import types
from typing import Any

import pytest

from grader.judge.talk.suite_modules import module_for_suite


def made(module: str) -> Any:
    names = {"_grade_suite": True} if module != "of_pytest" else {}
    function = types.FunctionType((lambda: None).__code__, names)
    function.__module__ = module
    return function


class Text(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("told", "passed_in", "found"),
    [
        ("suite", [made("test_it")], "test_it"),
        ("suite", [made("t"), object(), made("of_pytest")], "t"),
        ("suite", [made("test_it"), made("conftest")], "suite"), ("suite", [object()], "suite"),
        ("solution", [made("test_it")], "solution"), (None, [made("test_it")], None),
        (Text("suite"), [made("test_it")], "suite"),
    ],
)  # fmt: skip
def test_it_is_the_suites_where_all_are_of_one(told: Any, passed_in: list[Any], found: Any) -> None:
    assert module_for_suite(told, passed_in) == found
