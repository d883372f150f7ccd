"""What the suite's functions reach while the candidate's code calls them."""

from __future__ import annotations

import asyncio
import collections
import dataclasses
import functools
import importlib.machinery
import linecache
import os
import pickle
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import typing
import zoneinfo
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from grader.judge.talk import confined, descriptors
from grader.judge.talk.functions import Functions
from grader.judge.talk.loops import Loops
from grader.judge.talk.of_libraries import name_inside
from grader.judge.talk.suite_objects import SuiteObject
from grader.wire.frames import WireError
from grader.wire.messages import LOOPS, Callback, Raised, Returned


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A test's folder, beside which there is a file that is nobody's business."""
    (tmp_path / "secret").write_text("4711")
    (tmp_path / "own").mkdir()
    (tmp_path / "own/file").write_text("5")
    confined.allow(tmp_path / "own")
    yield tmp_path / "own"
    confined.forget(tmp_path / "own")


@pytest.fixture
def functions() -> Iterator[Functions]:
    """The functions of a test in which none was called yet."""
    loops = Loops(mock.Mock(), mock.Mock())
    yield Functions(100, loops)
    loops.close()


def called(function: Callable[..., Any], *arguments: Any) -> Returned | Raised:
    functions = Functions(100, Loops(mock.Mock(), mock.Mock()))
    return functions.reply(Callback(1, functions.number_of(function), arguments, {}, 1))[0]


def is_refused(function: Callable[..., Any], *arguments: Any) -> bool:
    reply = called(function, *arguments)
    return isinstance(reply, Raised) and reply.type_names[0] == "PermissionError"


@pytest.mark.parametrize(
    "spy",
    [
        mock.Mock(wraps=open), mock.Mock(side_effect=open), functools.partial(open), lambda path: open(path),
        lambda path: os.open(path, os.O_RDONLY), Path.read_text, Path.unlink, os.listdir, os.remove,
        shutil.rmtree,
    ],
    ids=range(10),
)  # fmt: skip
def test_no_file_beside_the_tests_folder(spy: Callable[..., Any], folder: Path) -> None:
    for path in ("secret", "own/../secret", "."):
        assert is_refused(spy, folder.parent / path)
    os.symlink(folder.parent / "secret", folder / "link")
    assert spy in (Path.unlink, os.remove) or is_refused(spy, folder / "link")
    assert (folder.parent / "secret").exists()


@pytest.mark.parametrize("name", ["write", "close", "dup", "dup2", "read"])
def test_no_act_on_a_descriptor_of_the_judges(name: str, folder: Path) -> None:
    descriptors.watch()
    more = {"write": (b"x",), "read": (1,)}.get(name, ())
    spy = mock.Mock(wraps=getattr(os, name))
    with open(folder.parent / "secret", "rb+", buffering=0) as file, open(folder / "file", "rb+") as own:
        if name == "dup2":
            more = (file.fileno(),)
        for number in (file.fileno(), str(file.fileno()), True):
            assert is_refused(spy, number, *more)
        assert is_refused(functools.partial(getattr(os, name), file.fileno()), *more)
        if name in ("read", "write"):
            assert isinstance(called(spy, own.fileno(), *more), Returned)
        assert file.read() == b"4711"


@pytest.mark.parametrize("name", ["_exit", "abort", "umask", "closerange"])
def test_the_judge_is_not_ended(name: str) -> None:
    descriptors.watch()
    assert is_refused(mock.Mock(wraps=getattr(os, name)), *range(1000, {"closerange": 1002}.get(name, 1001)))


def test_a_function_of_os_is_used_inside() -> None:
    descriptors.watch()
    assert name_inside(os.write, "") == "os:write"
    assert os.write.__name__ == "write"


def test_no_descriptor_of_the_judges(folder: Path) -> None:
    with open(folder.parent / "secret") as file, open(folder / "file") as own:
        assert is_refused(functools.partial(open), file.fileno())
        assert isinstance(called(lambda number: open(number, closefd=False).read(), own.fileno()), Returned)


@pytest.mark.parametrize(
    ("spy", "arguments"),
    [
        (mock.Mock(wraps=eval), ("1 + 1",)), (mock.Mock(wraps=exec), ("import os",)),
        (lambda text: eval(text), ("1 + 1",)),
        (lambda content: pickle.loads(content), (b"cos\nsystem\n(S'true'\ntR.",)),
        (mock.Mock(wraps=subprocess.run), (["true"],)), (mock.Mock(wraps=os.system), ("true",)),
        (mock.Mock(wraps=os.kill), (os.getpid(), 0)),
        (mock.Mock(wraps=socket.create_connection), (("127.0.0.1", 9),)),
    ],
    ids=range(8),
)  # fmt: skip
def test_nothing_is_run(spy: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    assert is_refused(spy, *arguments)


def test_files_of_the_tests_folder_are_reached(folder: Path) -> None:
    def use(name: str) -> str:
        (folder / "made").mkdir()
        shutil.copy(folder / name, folder / "made" / name)
        os.rename(folder / "made" / name, folder / "other")
        os.remove(folder / name)
        return (folder / "other").read_text() + str(sorted(os.listdir(folder)))

    assert called(use, "file").value == "5['made', 'other']"  # type: ignore[union-attr]


def in_a_thread(path: Path) -> str:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(path.read_text).result()


def begins_one(path: Path) -> list[str]:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(path.read_text()), daemon=True)
    thread.start()
    thread.join()
    return found


async def waits_for_one(path: Path) -> str:
    return await asyncio.to_thread(path.read_text)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_threads_that_begin_there_are_confined_too(functions: Functions, folder: Path) -> None:
    for number in map(functions.number_of, (in_a_thread, begins_one)):
        refused, _ = functions.reply(Callback(1, number, (folder.parent / "secret",), {}, 1))
        assert isinstance(refused, Raised) or refused.value == []
        found, _ = functions.reply(Callback(2, number, (folder / "file",), {}, 2))
        assert isinstance(found, Returned) and found.value in ("5", ["5"])
    assert begins_one(folder.parent / "secret") == ["4711"]


def test_threads_of_a_pool_are_confined_though_they_began_before(folder: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(int).result()
        spy = mock.Mock(wraps=lambda path: pool.submit(Path.read_text, path).result())
        assert is_refused(spy, folder.parent / "secret")
        assert called(spy, folder / "file") == Returned(1, "5")
        assert pool.submit((folder.parent / "secret").read_text).result() == "4711"


@pytest.mark.parametrize(
    "spy",
    [
        pytest.MonkeyPatch().chdir,
        lambda path: importlib.machinery.SourceFileLoader("it", str(path)).get_data(str(path)),
        lambda path: collections.UserList([path]).sort(key=open),
        lambda path: sqlite3.connect(f"file:{path}", uri=True), shutil.rmtree,
        lambda path: os.remove(path.name, dir_fd=os.open(path.parent / "own", os.O_RDONLY)),
    ],
    ids=range(6),
)  # fmt: skip
def test_no_library_reads_for_whoever_calls_it(
    spy: Callable[..., Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert is_refused(spy, folder.parent / "secret")
    assert (folder.parent / "secret").exists()
    assert called(linecache.getlines, str(folder.parent / "secret")) == Returned(1, [])


def test_a_text_is_no_source_of_annotations() -> None:
    def annotated() -> None:
        pass

    def use(text: str) -> object:
        annotated.__annotations__ = {"return": text}
        return typing.get_type_hints(annotated)

    assert is_refused(use, "1 + 1")
    assert is_refused(lambda text: collections.UserList([text]).sort(key=eval), "1 + 1")


class Each(str):
    """A text that would tell another path than it is."""

    def startswith(self, *_: object) -> bool:  # type: ignore[override]
        return False


class Changing:
    """A path that is another one each time."""

    def __init__(self, *paths: Path) -> None:
        self.paths = list(paths)

    def __fspath__(self) -> str:
        return str(self.paths.pop())


def test_a_path_is_what_is_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert is_refused(open, Each(folder.parent / "secret"))
    (folder / "made").mkdir()
    assert is_refused(shutil.rmtree, Changing(*[folder.parent] * 9, folder / "made"))


def test_a_folder_within_is_removed(folder: Path) -> None:
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "b" / "c").write_text("")
    assert isinstance(called(shutil.rmtree, folder / "a"), Returned)


def test_python_reads_what_it_needs() -> None:
    def use() -> tuple[Any, ...]:
        sys.modules.pop("colorsys", None)
        importlib.import_module("colorsys")
        point = collections.namedtuple("point", "x y")(1, 2)  # type: ignore[misc]
        return point, dataclasses.make_dataclass("Box", ["content"])(5), zoneinfo.ZoneInfo.no_cache("UTC")

    assert isinstance(called(use), Returned)


async def opens(path: Path) -> str:
    return path.read_text()


async def opens_later(path: Path) -> str:
    await asyncio.sleep(0)
    return path.read_text()


async def opens_in_a_task(path: Path) -> str:
    return await asyncio.wait_for(opens_later(path), 5)


async def opens_in_a_call(path: Path) -> str:
    found = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(lambda: found.set_result(path.read_text()))
    return await asyncio.wait_for(found, 0.5)


def awaited(functions: Functions, function: Callable[..., Any], path: Path) -> Returned | Raised:
    """What comes of a coroutine function that the candidate's code awaits."""
    reply, _ = functions.reply(Callback(1, functions.number_of_async(function), (path,), {}, 1))
    if isinstance(reply, Raised) or reply.value[0]:
        return reply if isinstance(reply, Raised) else Returned(1, reply.value[1])
    number = reply.value[1]
    over: tuple[int, ...] = ()
    while number not in over:
        reply, _ = functions.reply(Callback(1, LOOPS, ("run", 0.02, ()), {}, 1))
        assert isinstance(reply, Returned)
        over = reply.value
    return functions.reply(Callback(1, LOOPS, ("result", number), {}, 1))[0]


@pytest.mark.parametrize("function", [opens, opens_later, opens_in_a_task, opens_in_a_call, waits_for_one])
def test_coroutines_are_confined_too(
    function: Callable[..., Any], functions: Functions, folder: Path
) -> None:
    refused = awaited(functions, function, folder.parent / "secret")
    assert isinstance(refused, Raised) and refused.type_names[0] in ("PermissionError", "TimeoutError")
    assert awaited(functions, function, folder / "file") == Returned(1, "5")


@pytest.mark.parametrize(
    "asked",
    [("result", 5), ("result", -1), ("cancel", "0"), ("run", 1e9, ()), ("run", float("nan"), ()), ("run", 0),
     ("run", 0, 5), ("close",), ("_run", 0, ())],
)  # fmt: skip
def test_what_no_worker_asks_about_loops_is_refused(functions: Functions, asked: tuple[Any, ...]) -> None:
    functions.number_of_async(opens)
    reply, _ = functions.reply(Callback(1, LOOPS, asked, {}, 1))
    assert isinstance(reply, Raised) and reply.type_names[0] == "WireError"
    with pytest.raises(WireError):
        functions.kept(LOOPS)


def test_all_else_is_free(folder: Path) -> None:
    is_refused(functools.partial(open), folder.parent / "secret")
    assert (folder.parent / "secret").read_text() == "4711"
    assert eval("1 + 1") == 2


class OwnTask(asyncio.Task[None]):
    """A suite's own kind of task."""


@pytest.mark.parametrize("kind", [asyncio.Task, OwnTask])
def test_a_task_does_not_give_away_what_it_runs(kind: Any) -> None:
    async def given() -> None:
        task = kind(asyncio.sleep(0), loop=asyncio.get_running_loop())
        use = SuiteObject(task, lambda value: value)
        for name in ("get_context", "get_coro", "get_loop", "get_stack", "print_stack"):
            with pytest.raises(AttributeError):
                use("getattr", name)
        assert use("getattr", "done")() is False
        await task

    asyncio.run(given())
