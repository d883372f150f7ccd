"""What a suite learns by the way: records, warnings, views, signatures, what its own objects are asked for."""

import abc
import asyncio
import dataclasses
import datetime
import gc
import inspect
import json
import logging
import os
import pickle
import sys
import typing
import weakref
from asyncio import isfuture
from decimal import Decimal
from typing import Protocol, runtime_checkable
from unittest import mock

import pytest
import solution
from solution import *


@runtime_checkable
class Named(Protocol):
    name: str


class Tracker:
    def __init__(self): self.calls, self._own = [], "hidden"
    def __call__(self, x):
        self.calls.append(x)
        return x * 2


class Spy(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []
    def emit(self, record): self.lines.append(self.format(record))


def test_an_object_is_wrapped():
    tracker = Tracker()
    twice = counted(tracker)
    assert (twice(1), twice(4), twice.count) == (2, 8, 2) and tracker.calls == [1, 4] == twice.calls


def test_a_mock_is_wrapped():
    twice = counted(mock.Mock(side_effect=[ValueError("first"), 7]))
    with pytest.raises(ValueError, match="first"): twice(1)
    assert twice(1) == 7 and twice.count == 2


def test_what_an_object_stores():
    tracker = Tracker()
    tracker.size = 3
    found = fields_of(tracker)
    assert found == ["calls", "size"]


def test_what_a_record_was_made_of(caplog):
    work(3)
    (record,) = caplog.records
    assert record.args == (3, [1]) and record.msg == "%d of %s" and record.getMessage() == "3 of [1]"
    assert record.funcName == "work" and caplog.messages == ["3 of [1]"]


def test_what_a_record_has_besides(caplog):
    audit("eve", action="login")
    (record,) = caplog.records
    assert (record.user, record.action) == ("eve", "login") and record.args == {"who": "eve"}
    assert record.message == "eve did it" and record.threadName == "MainThread"


def test_a_handler_of_the_suites():
    spy = Spy()
    spy.setFormatter(logging.Formatter("%(levelname)s|%(message)s|%(user)s"))
    log = logging.getLogger("noticed")
    log.addHandler(spy)
    try: audit("bob", action="x")  # caplog is named elsewhere in this file
    finally: log.removeHandler(spy)
    assert spy.lines == ["WARNING|bob did it|bob"]


def test_a_record_is_formatted_inside():
    record = logging.LogRecord("n", logging.ERROR, __file__, 3, "x %s", ("y",), None)
    assert json.loads(as_json(record)) == {"level": "ERROR", "text": "x y"}


def test_a_warning_of_its_own():
    with pytest.warns(UserWarning, match="careful") as record: custom(5)
    assert record[0].message.code == 5 and type(record[0].message).__name__ == "Custom"


def test_views():
    cellar = Cellar()
    assert cellar.keys() == {"red", "white"} and {"red", "white"} == cellar.keys() and cellar.keys() != {"red"}
    assert cellar.items() == {("red", 3), ("white", 5)} and cellar.keys() - {"red"} == {"white"}
    assert cellar.keys() & {"red", "x"} == {"red"} and cellar.keys() >= {"red"} and cellar.items() != {}
    assert cellar.items() == {"red": 3, "white": 5}.items() and cellar.keys() == cellar.keys()


def test_classes_below():
    assert [kind.__name__ for kind in Shape.__subclasses__()] == ["Square", "Circle"]
    assert Square.mro() == [Square, Shape, object] and Shape.Unit.__qualname__ == "Shape.Unit"
    class Line(Shape): pass
    assert Shape.__subclasses__()[-1] is Line and len(Shape.__subclasses__()) == 3


def test_imitated_with_its_parameters():
    imitated = mock.create_autospec(Payment)
    with pytest.raises(TypeError): imitated(1, 2, 3)
    with pytest.raises(TypeError): imitated().charge(1)
    imitated("key").charge(1, amount=2)
    imitated.return_value.charge.assert_called_once_with(1, 2)


def test_where_it_was_raised():
    recorded = Recorded()
    with pytest.raises(LookupError), recorded: raise LookupError("q")
    assert recorded.left == ("LookupError", "q", True)
    with recorded: pass
    assert recorded.left == (None, "None", False)


def test_what_both_print_is_in_order(capsys):
    @announced
    def hello(): print("hello")
    hello()
    assert capsys.readouterr().out == "before\nhello\nafter\n"
    for word in map(announced(lambda n: print(n) or n), [1, 2]): print("got", word)
    assert capsys.readouterr().out.split() == "before 1 after got 1 before 2 after got 2".split()


def test_a_function_is_marked():
    @tagged("blue")
    @tagged("red", limit=3)
    def paint(x): return x
    assert paint.tags == ("red", "blue") and paint.limit == 1 and paint(4) == 4 and paint.__name__ == "paint"


def test_what_the_suite_has_set_itself_stays():
    def paint(): pass
    paint.color = 5
    assert tagged("red")(paint) is paint and (paint.color, paint.tags) == (5, ("red",))


def test_a_class_body_has_annotations(): assert isinstance(Kind(), Named) and not isinstance(Cellar(), Named)


def test_objects_that_are_gone():
    log, cache = [], Weak()
    it = cache.add("a", Loud(log))
    other = weakref.ref(it)
    gc.collect()
    assert len(cache) == 1 and other() is it and log == []
    del it
    gc.collect()
    assert log == ["gone"] and len(cache) == 0 and other() is None


def test_source_of_the_module():
    assert "class Weak" in inspect.getsource(solution) and "return mark" in inspect.getsource(solution)
    assert "class Weak" not in inspect.getsource(solution.tagged)


def test_what_an_object_says_beside_values():
    assert Place(1) != 1 and 1 != Place(1) and not Place(1) == "1" and Place(1) != None and Place(1) == Place(1)  # noqa: E711
    assert Place(1) not in [1, 2] and [Place(1)] != [1] and {"a": Place(1)} != {"a": 1} and [1, 2].count(Place(1)) == 0


def test_what_an_object_says_beside_the_suites(): assert Place(1) != object() and not Tracker() == Place(1)


def test_an_exception_shows_its_arguments():
    with pytest.raises(Own) as failure: refuse("a", 2)
    assert repr(failure.value) == "Own('a', 2)" and str(failure.value) == "('a', 2)" and repr(Own()) == "Own()"


def test_what_a_class_derives_from():
    assert Refusal.__bases__ == (ValueError,) and Refusal.__base__ is ValueError and Refusal.__mro__[1:3] == (ValueError, Exception)
    assert abc.ABC in Refusal.Form.__bases__ and Refusal.Form.__mro__ == (Refusal.Form, abc.ABC, object)
    assert Kind.__bases__ == (object,) and abc.ABC not in Kind.__mro__


def test_members():
    functions = dict(inspect.getmembers(solution, inspect.isfunction))
    assert {"work", "refuse"} <= functions.keys() and all(one.__name__ for one in functions.values())
    assert not any(one.__doc__ == "No words." for one in functions.values())
    assert [name for name, _ in inspect.getmembers(Place, inspect.isfunction)] == ["__eq__", "__init__"]


def test_annotated_as_none(): assert typing.get_type_hints(nothing) == {"x": int, "return": type(None)} and nothing(1) is None


@pytest.mark.parametrize("kind, name", [("module", "no_such_module"), ("name", "no_such_name"), ("it", "it"), ("own", "own")])
def test_the_name_that_is_not_there(kind, name):
    with pytest.raises((ImportError, NameError)) as failure: missing(kind)
    assert failure.value.name == name and getattr(failure.value, "path", None) == ("there" if kind == name else None)
    with pytest.raises(RuntimeError) as failure: missing("chain")
    assert failure.value.__cause__.name == "no_such_module"


def test_the_attribute_that_is_not_there():
    with pytest.raises(AttributeError) as failure: colour(Place(1))
    assert failure.value.name == "colour"


def test_what_an_import_of_the_suites_is_about():
    def fail(): raise ImportError("no", name="mine", path="here")
    assert about(fail) == ("mine", "here") and about(lambda: pytest.no_such_name)[0] == "no_such_name"


def test_the_module_of_what_is_decorated():
    def greet(name: str) -> str: "Greets."
    kept = announced(greet)
    assert kept.__module__ == __name__ and kept.__doc__ == "Greets." and kept.__wrapped__ is greet and inspect.unwrap(kept) is greet
    assert refuse.__module__ == "solution" == Place.__module__ and tagged("t")(greet).__module__ == __name__


def test_the_current_folder(monkeypatch, tmp_path):
    before = folder()
    with monkeypatch.context() as patch:
        patch.chdir(tmp_path)
        note("here")
        assert folder() == os.getcwd() == str(tmp_path) and (tmp_path / "note.txt").read_text() == "here"
    assert folder() == before
    old = os.getcwd()
    os.chdir(tmp_path)
    assert folder() == str(tmp_path)
    os.chdir(old)
    assert folder() == before


def test_modules_of_a_folder(monkeypatch, tmp_path):
    (tmp_path / "extra.py").write_text("VALUE = 5")
    monkeypatch.syspath_prepend(tmp_path)
    assert plugin("extra") == 5
    monkeypatch.undo()
    (tmp_path / "more.py").write_text("VALUE = 6")
    with pytest.raises(ImportError): plugin("more")


def test_properties(record_property, record_testsuite_property):
    record_property("key", 1)
    record_testsuite_property("key", nothing(1))


def test_who_may_do_what_with_a_file(tmp_path):
    path = tmp_path / "tool"
    path.write_text("#!/bin/sh")
    path.chmod(0o644)
    assert mode(path) == 0o100644 and not os.access(path, os.X_OK)
    assert permit(path) == path.stat().st_mode == 0o100755 and os.access(path, os.X_OK)
    assert (tmp_path / "secret").stat().st_mode == 0o100600 and (tmp_path / "own").stat().st_mode == 0o40700
    forbid(path)
    assert path.stat().st_mode == 0o100444
    path.chmod(0o640)
    assert mode(path) == 0o100640


def test_what_a_field_says_of_itself():
    grams, told = dataclasses.fields(Weight)
    assert grams.metadata == {"unit": "g", "bounds": [0, 9]} and grams.metadata["unit"] == "g" and not told.metadata
    assert told.hash is False and grams.hash is None and dataclasses.fields(Weight(1))[0].metadata == grams.metadata


def test_what_encloses_a_function():
    found = inspect.getclosurevars(adder(3))
    assert found.nonlocals == {"many": 6} and set(found.builtins) == {"len"} and set(found.globals) == {"log"}


async def test_futures():
    later = starts()
    assert asyncio.isfuture(later) and isfuture(later) and inspect.isawaitable(later) and not asyncio.iscoroutine(later)
    assert not asyncio.isfuture(nothing(1)) and not isfuture(Place) and not isfuture(Place(1)) and await later == 1


def test_objects_in_what_is_frozen():
    assert spots() == frozenset({Spot(2), Spot(1)}) == {Spot(1), Spot(2)} and SPOTS == {Spot(1)} and Spot(1) in SPOTS
    assert Spot(3) not in spots() and spots() - SPOTS == {Spot(2)} and not spots().isdisjoint([Spot(2)])


def test_objects_in_what_is_frozen_in_something(): assert parts() == [
    (frozenset({Spot(1), Spot(2)}), 3), {frozenset({Spot(3)}): {"a": frozenset({frozenset({Spot(4)})})}}]


def test_objects_in_what_is_frozen_and_lent():
    assert lend_spots(lambda given, more: Spot(2) in given and Spot(3) in more[0] and Spot(1) not in more[0])
    assert list(steps_of_spots()) == [spots()] and next(steps_of_spots()) >= {Spot(1)}


def test_what_is_in_nothing_frozen(): assert Spot(5) not in spots() and len(spots() | {Spot(1)}) == 2 and not {Spot(4)} & spots()


class Rate:
    def __init__(self, equal): self.equal = equal
    def __eq__(self, other): return self.equal and isinstance(other, Spot)


def test_what_the_suites_objects_say_beside_one():
    assert Spot(1) == Rate(True) and Rate(True) == Spot(1) and Spot(1) == mock.ANY and not Spot(1) != Rate(True)
    assert Spot(1) != Rate(False) and [Spot(1)] != [Rate(False)] and Spot(1) in [2, Rate(True)]


def test_names_of_mocks():
    spy = mock.Mock(__name__="spy"); spy.__qualname__ = "Of.spy"
    assert name_of(spy) == "spy" and name_of(spy, "__qualname__") == "Of.spy"
    assert name_of(mock.Mock()) is None and name_of(mock.MagicMock(), "__qualname__") is None


def test_sizes(): assert sys.getsizeof(Large()) > 9000 and sys.getsizeof(Spot(1)) < 200 and Large().__sizeof__() == 9999


def test_what_a_text_evaluates_to():
    dot = Dot(1, "a'b")
    assert eval(repr(dot)) == dot and eval(repr(dot)) != Dot(2, "a'b") and eval(repr(dot)).y == "a'b"
    assert eval(repr(dot), {"Dot": Dot}) == dot == eval(repr(dot), vars(solution)) == eval(repr(dot), globals())
    paid = Paid(datetime.date(2024, 2, 29), dot)
    assert eval(repr(paid)) == paid and eval(formula(3)) == 9 == eval(compile(formula(3), "formula", "eval"))
    assert eval("dot.x + 1") == 2 and eval("[n, dot.x]", {"n": 5, "dot": dot}) == [5, 1]
    with pytest.raises(NameError): eval(repr(dot), {"Spot": Spot})


def test_what_a_text_defines():
    names, others = {}, {}
    exec(written(["twice", "thrice"]), names)
    assert names["twice"](4) == 8 and names["thrice"]("a") == "aaa" and names["COUNT"] == 2
    exec(compile(written(["twice"]), "it", "exec"), others)
    assert others["twice"](1) == 2 and "thrice" not in others


def test_what_was_pickled():
    value = {"a": [1, (2, None)], "d": datetime.date(2024, 2, 29), "s": {1.5}, "c": Decimal("1.5")}
    assert pickle.loads(preserved(value)) == value and pickle.loads(pickle.dumps(Dot(1, 2))) == Dot(1, 2)


@pytest.mark.parametrize("answer", [0, None, "", (), 1, "x", [0], NotImplemented])
def test_what_a_context_manager_answers(answer):
    assert Guard(answer).__exit__(None, None, None) == answer
    if answer:
        with Guard(answer): raise KeyError
    else:
        with pytest.raises(KeyError), Guard(answer): raise KeyError


def test_truths_that_are_no_bool():
    assert not Guard(None) == Guard(1) and Guard(None) != Guard(1) and (Guard(2) == Guard(0)) == 2
    assert [Guard(1)] == [Guard(0)] and Guard("") != Guard("")


def test_an_environment_of_the_suites_alone():
    before = variables()
    with mock.patch.dict(os.environ, {"A": "b"}, clear=True):
        assert variables() == ["A"]
        with mock.patch.dict("os.environ", {"C": "d"}): assert variables() == ["A", "C"]
        assert variables() == ["A"]
    assert variables() == before != []
