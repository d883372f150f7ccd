"""Classes and exceptions of the standard library: who derives from which, who catches what of whom."""

import asyncio, collections, collections.abc, configparser, inspect, json, numbers, os, queue, socket, sqlite3, subprocess, sys, tempfile, threading, typing, unittest, urllib.error
from abc import ABC
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, ClassVar, Final, Literal, Optional, Union, get_type_hints
from unittest import mock

import pytest
import solution
from solution import (
    Door, Encoder, Five, Many, Money, Names, Ones, Pair, Place, Sends, Shape, Stop, StoreError, UpTo, Worker, awaited, cancelled, caught, closing, fails,
    copied, decorates, fetched, Film, greets, logs, noted, older, raises_itself, ran, Row, runs, same, Stock, told, tried,
)


class OwnInterrupt(BaseException): pass


async def awaited_by_suite(it): return await it


def raising(exc):
    def function(): raise exc
    return function


def test_abstract(): assert issubclass(Shape, ABC) and not issubclass(Worker, ABC)
def test_thread(): assert isinstance(Worker(), threading.Thread) and issubclass(Worker, threading.Thread)
def test_no_thread(): assert not isinstance(Money(), threading.Thread)
def test_encoder(): assert issubclass(Encoder, json.JSONEncoder) and json.JSONDecoder not in (Encoder,)
def test_user_dict(): assert isinstance(Names(a=1), (collections.UserDict, int)) and isinstance(Names(), typing.Mapping)
def test_path_like(): assert isinstance(Place(), os.PathLike)
def test_number(): assert isinstance(Money(), numbers.Number) and not issubclass(Money, numbers.Complex)
def test_union(): assert isinstance(Money(), int | numbers.Number)
def test_context(): assert isinstance(Door(), AbstractContextManager)
def test_iterator(): assert list(UpTo(3)) == [1, 2, 3] and isinstance(UpTo(3), collections.abc.Iterator)
def test_collection(): assert 2 in Pair() and len(Pair()) == 2 and isinstance(Pair(), collections.abc.Collection)
def test_coroutine(): assert asyncio.run(awaited_by_suite(Five())) == 5 and isinstance(Five(), collections.abc.Coroutine)
def test_generator(): assert next(Ones()) == 1 and isinstance(Ones(), collections.abc.Generator)
def test_sequence(): assert isinstance(Many(), collections.abc.Sequence)


class TestKinds(unittest.TestCase):
    def test_is_instance(self):
        self.assertIsInstance(Worker(), threading.Thread)
        self.assertNotIsInstance(Worker(), collections.UserDict)
        with self.assertRaises(sqlite3.IntegrityError): fails("unique")


@pytest.mark.parametrize("how,kind", [
    ("json", json.JSONDecodeError), ("empty", queue.Empty), ("section", configparser.NoSectionError),
    ("section", configparser.Error), ("url", urllib.error.URLError), ("url", OSError), ("http", urllib.error.HTTPError),
    ("http", urllib.error.URLError), ("called", subprocess.SubprocessError), ("unique", sqlite3.IntegrityError),
    ("store", sqlite3.Error), ("store", StoreError), ("name", socket.gaierror), ("interrupt", KeyboardInterrupt),
    ("stop", KeyboardInterrupt), ("stop", Stop), ("exit", SystemExit), ("generator", GeneratorExit),
], ids=range(18))
def test_raised(how, kind):
    with pytest.raises(kind): fails(how)


def test_hints(): assert typing.get_type_hints(noted) == {
    "a": list[int], "b": int | None, "c": dict[str, Money], "d": typing.List[int], "return": typing.Optional[list[str]]}
def test_told_a_type(): assert told(list[int]) == "a list" and told(int | None) == "perhaps" and told(list[str]) == "neither"
def test_logged_with_its_exception(caplog):
    logs()
    assert issubclass(caplog.records[0].exc_info[0], ZeroDivisionError) and "Traceback" in caplog.text and "ZeroDivisionError" in caplog.text


def test_attributes():
    with pytest.raises(urllib.error.HTTPError) as info: fails("http")
    assert info.value.code == 404
    with pytest.raises(subprocess.CalledProcessError) as info: fails("called")
    assert (info.value.returncode, info.value.cmd) == (3, ["a"])


def test_except():
    try: fails("store")
    except sqlite3.IntegrityError: pytest.fail("another")
    except sqlite3.Error as exc: assert str(exc) == "full"


def test_cancelled():
    with pytest.raises(asyncio.CancelledError): asyncio.run(cancelled())


def test_json(): assert caught(raising(json.JSONDecodeError("bad", "doc", 1))) == ("json", "bad", 1)
def test_empty(): assert caught(raising(queue.Empty())) == "empty"
def test_class(): assert caught(mock.Mock(side_effect=queue.Empty)) == "empty"
def test_url(): assert caught(mock.Mock(side_effect=urllib.error.URLError("down"))) == ("url", "down")
def test_http(): assert caught(raising(urllib.error.HTTPError("http://x", 503, "no", {}, None))) == ("http", 503)
def test_called(): assert caught(raising(subprocess.CalledProcessError(3, ["a"], stderr="no"))) == ("called", 3, "no")
def test_unique(): assert caught(raising(sqlite3.IntegrityError("twice"))) == ("sqlite", True, "twice")
def test_locked(): assert caught(raising(sqlite3.OperationalError("locked"))) == ("sqlite", False, "locked")
def test_exit(): assert caught(raising(SystemExit(3))) == ("exit", 3)
def test_interrupt(): assert caught(raising(KeyboardInterrupt())) == "interrupt"
def test_generator(): assert caught(raising(GeneratorExit())) == "generator"
def test_own(): assert caught(raising(OwnInterrupt())) == "OwnInterrupt"
def test_kinds(): assert tried(raising(queue.Full()), (queue.Empty, queue.Full)) == "caught"
def test_kind_raised_inside(): assert tried(lambda: fails("unique"), sqlite3.DatabaseError) == "caught"


def test_same_exception():
    exc = queue.Empty("nothing")
    assert raises_itself(raising(exc)) is exc


def test_closes():
    log = []
    with pytest.raises(KeyboardInterrupt): closing(log, raising(KeyboardInterrupt()))
    assert log == ["closed"]


def test_stream(capsys):
    greets(sys.stdout)
    greets(sys.stderr)
    assert capsys.readouterr() == ("hello\n", "hello\n")


def test_coroutine_functions():
    assert inspect.iscoroutinefunction(Sends().__call__) and inspect.iscoroutinefunction(Sends.__call__)
    assert inspect.iscoroutinefunction(Sends().later) and not inspect.iscoroutinefunction(Sends().now)


def test_a_coroutine_function_is_awaited():
    async def send(number): return number + 1
    async def called(sends): return await sends(send)
    assert asyncio.run(called(Sends())) == 4


def test_docstring(): assert "take part" not in solution.__doc__ and "takes part" in solution.__doc__


def test_goes_through():
    with pytest.raises(OwnInterrupt): closing([], raising(OwnInterrupt()))


def test_awaited():
    async def stops(): raise asyncio.CancelledError
    assert asyncio.run(awaited(stops)) == "cancelled"


def test_patched():
    with mock.patch("urllib.request.urlopen", side_effect=urllib.error.URLError("down")):
        assert fetched("http://x") == "failed: down"


def test_patched_by_the_solutions_name():
    with mock.patch("solution.subprocess.run", side_effect=FileNotFoundError("x")): assert ran() == "not there"
    with mock.patch.object(solution.subprocess, "run", return_value=mock.Mock(stdout="out")): assert ran() == "out"


def test_who_is_called_by_what(): assert not hasattr(Many(), "__signature__") and inspect.isabstract(Shape) is False


def test_annotations():
    assert get_type_hints(decorates) == {"function": Callable[..., int], "size": Literal["s", 1], "return": Callable[[int], str]}
    assert get_type_hints(older) == {
        "function": typing.Callable[[int], str], "keys": typing.List, "return": typing.Generator[int, None, Union[int, str]],
    }


def test_annotations_with_classes():
    assert get_type_hints(runs) == {
        "items": Iterable[Any], "note": Optional[Row], "rest": Optional[Sequence[int]], "return": Iterator[Row],
    }
    assert runs.__annotations__["rest"] == "Sequence[int] | None" and runs.__annotations__["note"] == Row | None


def test_annotations_in_a_signature():
    signature = inspect.signature(decorates)
    assert signature.return_annotation == Callable[[int], str] and signature.parameters["size"].annotation == Literal["s", 1]
    assert typing.get_origin(signature.return_annotation) is collections.abc.Callable and typing.get_args(signature.return_annotation) == ([int], str)


def test_annotations_of_fields():
    assert get_type_hints(Row) == {"name": str, "count": int} and get_type_hints(Film) == {"name": str, "year": Optional[int]}
    assert Film.__optional_keys__ == {"name", "year"} and Row._field_defaults == {"count": 0}
    assert get_type_hints(Stock) == {
        "made": ClassVar[int], "most": Final[int], "rows": list[Row], "told": Optional[Callable[[Row], None]],
    }


def test_annotated_by_a_variable(): assert same.__annotations__["it"] is solution.T and solution.T.__name__ == "T"
def test_abstract_classes_are_the_same(): assert solution.Iterator is Iterator and solution.Any is Any and {solution.Iterable[int]} == {Iterable[int]}


class TestTemporary(unittest.TestCase):
    @classmethod
    def setUpClass(cls): cls.whole = tempfile.TemporaryDirectory(); cls.addClassCleanup(cls.whole.cleanup)
    def setUp(self): self.folder = tempfile.mkdtemp(prefix="own-")

    def test_folders(self):
        first, other = os.path.join(self.whole.name, "a"), os.path.join(self.folder, "b")
        with open(first, "w") as file: file.write("text")
        assert copied(first, other) == ["b"] == os.listdir(self.folder)
        with open(other) as file: assert file.read() == "text"

    def test_a_file(self):
        with tempfile.NamedTemporaryFile("w+", suffix=".txt") as file:
            file.write("abc"); file.flush()
            assert copied(file.name, os.path.join(self.folder, "c")) == ["c"] and file.name.endswith(".txt")
        assert not os.path.exists(file.name)
