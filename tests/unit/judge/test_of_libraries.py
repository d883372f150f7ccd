"""What of a library's the suite may pass in is found by a name that says where it is, or not at all."""

from __future__ import annotations

import functools
import json
import operator
import os
import pickle
import random
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from grader.judge.talk.of_libraries import name_inside


def own() -> None:
    """Not a library's."""


def with_a_librarys_name() -> None:
    """Says of itself that it is `json.loads`."""


with_a_librarys_name.__module__, with_a_librarys_name.__qualname__ = "json", "loads"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (os, "os"), (len, "builtins:len"), (json.loads, "json:loads"), (pickle.loads, "_pickle:loads"),
        (str.format, "builtins:str.format"), (Path.read_text, "pathlib:Path.read_text"),
        (Path.home, "pathlib:Path.home"), (datetime.now, "datetime:datetime.now"),
        (operator.add, "_operator:add"), (functools.partial, "functools:partial"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_library_has_it_under_that_name(value: Any, name: str) -> None:
    assert name_inside(value, "") == name


@pytest.mark.parametrize(
    "value",
    [own, with_a_librarys_name, lambda: None, random.random, "abc".upper, functools.partial(len),
     operator.itemgetter(1), mock.Mock, mock.Mock(), pytest, pytest.raises, object(), 5, json.loads.__code__],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_all_else_has_none(value: Any) -> None:
    assert name_inside(value, "") == ""


def test_what_a_test_replaced_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    before = json.loads
    monkeypatch.setattr(json, "loads", own)
    assert [name_inside(before, ""), name_inside(json.loads, "")] == ["", ""]
