"""Functions and classes of the standard library are used inside; nothing here reads for the candidate."""

from __future__ import annotations

from pathlib import Path

from .conftest import Verdicts

# `{folder}` is one of this machine that is not in the sandbox; `SECRET` is only here.
HOSTILE_SUITE = """
import collections
import functools
import os
import pickle
import sqlite3
import unittest
from pathlib import Path
from unittest import mock

from solution import answer, read, run, use

FOLDER, SECRET = "{folder}", 4711


def test_open():
    assert use(open, f"{{FOLDER}}/secret").startswith("refused")

def test_a_method():
    assert use(Path.read_text, Path(FOLDER) / "secret").startswith("refused")

def test_pickle():
    use(pickle.loads, b"cos\\nsystem\\n(S'touch {folder}/made'\\ntR.")
    assert not os.path.exists(f"{{FOLDER}}/made")

def test_eval():
    use(eval, "open('{folder}/made', 'w').close()")
    assert not os.path.exists(f"{{FOLDER}}/made")

def test_names_of_attributes():
    assert use(str.format, "{{0.__globals__[SECRET]}}", test_open).startswith("refused")
    assert use(getattr, test_open, "__globals__") != globals()

def test_texts_of_the_suite():
    assert use(lambda text: run(text), collections.UserString("x")) == "refused"

def test_a_spy():
    with mock.patch("builtins.open", wraps=open):
        assert read(f"{{FOLDER}}/secret") == "refused: PermissionError"
    assert use(functools.partial(open), f"{{FOLDER}}/secret") == "refused: PermissionError"

def test_a_spy_of_ones_own(monkeypatch, tmp_path):
    opened, real = [], open
    def spy(path, *arguments, **keywords):
        opened.append(str(path))
        return real(path, *arguments, **keywords)
    monkeypatch.setattr("builtins.open", spy)
    (tmp_path / "own").write_text("own")
    assert read(f"{{FOLDER}}/secret") == "refused: PermissionError" and read(str(tmp_path / "own")) == "own"
    assert opened == [f"{{FOLDER}}/secret", str(tmp_path / "own")]

def test_a_spy_that_runs():
    use(mock.Mock(wraps=eval), "open('{folder}/made', 'w').close()")
    use(mock.Mock(wraps=os.system), "touch {folder}/made")
    use(lambda content: pickle.loads(content), b"cos\\nsystem\\n(S'touch {folder}/made'\\ntR.")
    assert not os.path.exists(f"{{FOLDER}}/made")

def test_statements_of_sql(tmp_path):
    database = sqlite3.connect(":memory:")
    def execute(statement):
        return database.execute(statement).fetchall()
    for each in execute, database.execute, lambda text: sqlite3.connect(tmp_path / "own.db").execute(text):
        for path in "'{folder}/made'", "'{folder}/' || 'made'":
            assert use(each, f"ATTACH {{path}} AS it").startswith("refused: DatabaseError")
            assert use(each, f"VACUUM INTO {{path}}").startswith("refused: ")
    assert not os.path.exists("{folder}/made")
    assert use(execute, f"ATTACH '{{tmp_path}}/it' AS it") == use(execute, "CREATE TABLE it.t(a)") == []
    database.execute("ATTACH '{folder}/of_the_suite' AS more")

class TestMocks(unittest.TestCase):
    def helped(self):
        return None

    def test_the_test_itself(self):
        run(mock.Mock(side_effect=self.helped))
        with self.assertRaises(AssertionError):
            self.assertEqual(answer(), 42)

    def test_all_mocks(self):
        asked = mock.Mock()
        run(asked)
        with self.assertRaises(AssertionError):
            asked.assert_called_once_with(42)
"""
HOSTILE = """
def use(function, *arguments):
    try:
        return function(*arguments)
    except BaseException as exc:
        return f"refused: {type(exc).__name__}"

def read(path):
    def text():
        with open(path) as file:
            return file.read()
    return use(text)

def answer():
    return 0

def run(given):
    refused = 0
    for path in ("side_effect.__self__.assertEqual", "__class__.__base__.assert_called_once_with"):
        try:
            given.configure_mock(**{path: property})
        except AttributeError:
            refused += 1
    try:
        given.data = "{0.__init__.__globals__[_sys].modules}"
        return str(given.format(given))
    except (AttributeError, TypeError):
        return "refused" if refused == 2 else "not refused"
"""


def test_nothing_is_read_or_run_in_the_judge(verdicts: Verdicts, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    found = verdicts(HOSTILE_SUITE.format(folder=tmp_path), HOSTILE, points=12)
    assert found == dict.fromkeys(found, "passed")
    assert len(found) == 12


SUITE = """
import abc, asyncio, collections, datetime, decimal, functools, itertools, json, math, operator, os, pathlib
import random, time

import pytest
from solution import Vector, awaited, below, use

def test_they_do_what_they_do():
    assert use(len, [1, 2]) == 2 and use(str.upper, "a") == "A" and use("abc".upper) == "ABC"
    assert use(sorted, ["bb", "a"], key=len) == ["a", "bb"]
    assert use(functools.reduce, operator.add, [1, 2]) == 3
    assert use(decimal.Decimal, "1.5") == decimal.Decimal("1.5")
    assert use(collections.Counter, "aab") == collections.Counter("aab")
    assert list(use(itertools.chain, [1], [2])) == [1, 2] and use(functools.partial(int, base=2), "101") == 5
    assert asyncio.run(awaited(asyncio.sleep, 0, "x")) == "x"

def test_with_objects_of_the_file():
    assert use(operator.add, Vector(1), Vector(2)) == Vector(3) and use(isinstance, Vector(1), Vector) is True

def test_they_are_themselves_again():
    functions = len, json.loads, operator.add, datetime.datetime.now, pathlib.Path.home, math.sqrt, os.getcwd
    for thing in (*functions, abc.ABC):
        assert use(lambda it: it, thing) == thing
    assert use(dict, loads=json.loads)["loads"] is json.loads

def test_classes_to_derive_from():
    assert list(below(collections.UserList)([1])) == [1] and below(abc.ABC).__name__ == "Below"

def test_what_they_print_read_and_raise(capsys, tmp_path):
    use(print, "hello", 3)
    assert capsys.readouterr().out == "hello 3\\n"
    (tmp_path / "a.txt").write_text("text")
    assert use(open, tmp_path / "a.txt").read() == "text" == use(pathlib.Path.read_text, tmp_path / "a.txt")
    with pytest.raises(json.JSONDecodeError):
        use(json.loads, "{")

def test_time_and_luck(monkeypatch):
    random.seed(4)
    wanted = random.random(), random.randint(1, 1000)
    random.seed(4)
    assert (use(random.random), use(random.randint, 1, 1000)) == wanted
    monkeypatch.setattr(time, "time", lambda: 5)
    assert use(time.time) == 5
"""
SOURCE = """
def use(function, *arguments, **keywords):
    return function(*arguments, **keywords)

async def awaited(function, *arguments):
    return await function(*arguments)

def below(kind):
    return type("Below", (kind,), {})

class Vector:
    def __init__(self, x):
        self.x = x

    def __add__(self, other):
        return Vector(self.x + other.x)

    def __eq__(self, other):
        return self.x == other.x
"""


def test_they_mean_what_they_say(verdicts: Verdicts) -> None:
    found = verdicts(SUITE, SOURCE)
    assert found == dict.fromkeys(found, "passed")
    assert len(found) == 6
