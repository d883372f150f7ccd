"""What takes part in classes and exceptions of the standard library."""

import asyncio, collections, configparser, json, logging, numbers, os, queue, shutil, socket, sqlite3, subprocess, sys, threading, typing, urllib.error, urllib.request
from abc import ABC
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Literal, Optional, TypeVar, Union


class Shape(ABC): pass
class Worker(threading.Thread): pass
class Encoder(json.JSONEncoder): pass
class Names(collections.UserDict): pass
class Place(os.PathLike):
    def __fspath__(self): return "x"
class Money(numbers.Number):
    def __hash__(self): return 1
class Door(AbstractContextManager):
    def __exit__(self, *a): return None
class Many(collections.abc.Sequence):
    def __getitem__(self, i): return [1, 2][i]
    def __len__(self): return 2
class StoreError(sqlite3.Error): pass
class Stop(KeyboardInterrupt): pass


def fails(how):
    if how == "json": json.loads("{")
    if how == "empty": queue.Queue().get_nowait()
    if how == "section": configparser.ConfigParser().get("a", "b")
    if how == "url": raise urllib.error.URLError("down")
    if how == "http": raise urllib.error.HTTPError("http://x", 404, "no", {}, None)
    if how == "called": raise subprocess.CalledProcessError(3, ["a"])
    if how == "unique":
        with sqlite3.connect(":memory:") as db:
            db.execute("create table t (a unique)")
            db.executemany("insert into t values (?)", [(1,), (1,)])
    if how == "store": raise StoreError("full")
    if how == "name": raise socket.gaierror(-2, "who")
    if how == "interrupt": raise KeyboardInterrupt("ctrl-c")
    if how == "stop": raise Stop
    if how == "exit": sys.exit(4)
    if how == "generator": raise GeneratorExit


async def cancelled(): raise asyncio.CancelledError


def caught(function):
    try: function()
    except json.JSONDecodeError as e: return "json", e.msg, e.pos
    except queue.Empty: return "empty"
    except urllib.error.HTTPError as e: return "http", e.code
    except urllib.error.URLError as e: return "url", e.reason
    except subprocess.CalledProcessError as e: return "called", e.returncode, e.stderr
    except sqlite3.Error as e: return "sqlite", type(e) is sqlite3.IntegrityError, str(e)
    except SystemExit as e: return "exit", e.code
    except KeyboardInterrupt: return "interrupt"
    except GeneratorExit: return "generator"
    except BaseException as e: return type(e).__name__


def closing(log, function):
    try: function()
    finally: log.append("closed")


async def awaited(function):
    try: await function()
    except asyncio.CancelledError: return "cancelled"


def tried(function, kinds):
    try: return function()
    except kinds: return "caught"


def fetched(url):
    try:
        with urllib.request.urlopen(url) as response: return response.read()
    except urllib.error.URLError as e: return f"failed: {e.reason}"


def ran():
    try: return subprocess.run(["x"], check=True).stdout
    except FileNotFoundError: return "not there"


class Sends:
    async def __call__(self, send): return await send(3)
    async def later(self): return 1
    def now(self): return 1


def greets(stream): stream.write("hello\n")


def raises_itself(function):
    try: function()
    except queue.Empty as e: return e


def noted(a: list[int], b: int | None, c: dict[str, Money], d: typing.List[int]) -> typing.Optional[list[str]]: return None


def told(kind):
    if kind == list[int]: return "a list"
    return "perhaps" if kind == typing.Optional[int] else "neither"


def logs():
    try: 1 / 0
    except ZeroDivisionError: logging.getLogger("x").exception("failed")


class UpTo(collections.abc.Iterator):
    def __init__(self, top): self.n, self.top = 0, top
    def __next__(self):
        self.n += 1
        if self.n > self.top: raise StopIteration
        return self.n


class Pair(collections.abc.Collection):
    def __len__(self): return 2
    def __iter__(self): return iter([1, 2])
    def __contains__(self, item): return item in (1, 2)


class Five(collections.abc.Coroutine):
    def send(self, value): raise StopIteration(5)
    def throw(self, *failure): raise failure[0]
    def close(self): pass
    def __await__(self):
        yield from ()
        return 5


class Ones(collections.abc.Generator):
    def send(self, value): return 1
    def throw(self, *failure): raise StopIteration


T = TypeVar("T")


class Row(typing.NamedTuple):
    name: str
    count: int = 0
class Film(typing.TypedDict, total=False):
    name: str
    year: Optional[int]
@dataclass
class Stock:
    made: ClassVar[int] = 0
    most: Final[int] = 3
    rows: list[Row] = field(default_factory=list)
    told: Callable[[Row], None] | None = None


def decorates(function: Callable[..., int], size: Literal["s", 1] = "s") -> Callable[[int], str]: pass
def runs(items: Iterable[Any], note: Optional[Row], *rest: "Sequence[int] | None") -> Iterator[Row]: pass
def older(function: typing.Callable[[int], str], keys: typing.List) -> typing.Generator[int, None, Union[int, str]]: pass
def same(it: T, *rest: list[T]) -> T: return it


def copied(path, other): return os.listdir(os.path.dirname(shutil.copy(path, other)))
