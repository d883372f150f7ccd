"""Which exception classes of libraries are the same on both sides."""

from __future__ import annotations

import asyncio
import bdb
import doctest
import json
import queue
import re
import socket
import sqlite3
import subprocess
import sys
import types
import unittest
import urllib.error
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from grader.judge.talk.library_exceptions import found, is_shared, place_of, state_of


@pytest.mark.parametrize(
    "kind",
    [
        asyncio.CancelledError, json.JSONDecodeError, queue.Empty, re.error, socket.gaierror,
        sqlite3.IntegrityError, subprocess.CalledProcessError, urllib.error.HTTPError,
    ],
)  # fmt: skip
def test_those_of_the_standard_library_are(kind: type[BaseException]) -> None:
    assert is_shared(kind, "")
    assert found(place_of(kind).replace(":", "."), "") is kind


@pytest.mark.parametrize(
    "kind",
    [
        pytest.fail.Exception, pytest.exit.Exception, pytest.skip.Exception, unittest.SkipTest, bdb.BdbQuit,
        doctest.DocTestFailure, ValueError, ET.ParseError, int, 7,
    ],
)  # fmt: skip
def test_those_that_steer_a_run_or_are_none_are_not(kind: object) -> None:
    assert not is_shared(kind, "")


@pytest.mark.parametrize(
    "name",
    ["", "queue", "queue.", ".Empty", "queue.Queue", "no.such.module", "_pytest.outcomes.Exit", "sys.path"],
)
def test_what_is_no_such_name_gives_nothing(name: str) -> None:
    assert found(name, "") is None


def test_a_name_that_changed_is_found_by_both() -> None:
    assert found("re.PatternError", "") is re.error


def test_the_exercises_own_libraries_are_those_in_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = types.ModuleType("some_library")
    module.__file__ = str(tmp_path / "some_library.py")
    kind = type("Failed", (OSError,), {"__module__": "some_library", "__qualname__": "Failed"})
    vars(module)["Failed"] = kind
    monkeypatch.setitem(sys.modules, "some_library", module)
    assert is_shared(kind, str(tmp_path)) and not is_shared(kind, "") and not is_shared(kind, "/elsewhere")


@pytest.mark.parametrize("method", ["__new__", "__del__", "__init_subclass__", "__setattr__"])
def test_a_class_that_would_run_its_own_code_is_not(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = type("Base", (Exception,), {method: lambda *a, **k: BaseException.__new__(a[0])})
    below = type.__new__(type, "Odd", (odd,), {"__module__": "queue", "__qualname__": "Odd"})
    monkeypatch.setattr(queue, "Odd", below, raising=False)
    assert not is_shared(below, "")


def test_attributes_are_told_if_they_are_values_or_the_suites_objects() -> None:
    exc = subprocess.CalledProcessError(3, ["a", {"b": (1, None)}], stderr=b"no")
    vars(exc).update(stream=sys.stdout.fileno, deep=[[[[[[1]]]]]], _hidden=1)
    told = {"returncode": 3, "cmd": ["a", {"b": (1, None)}], "output": None, "stderr": b"no"}
    assert state_of(exc) == told
