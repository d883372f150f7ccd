"""A verdict here is pytest's verdict: one suite of usual idioms, in a sandbox and in plain pytest."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.authoring.parity import compare, parity
from grader.authoring.rules import Graded
from grader.authoring.samples import Sample
from grader.report import Report
from grader.sandboxes.base import SandboxProvider
from grader.submissions.submission import Submission
from tests import real

from .conftest import Grade

HERE = Path(__file__).parent / "parity"
PARTS = ("", "more_", "derived_", "library_", "lent_", "async_")
SUITE, MORE_SUITE, DERIVED_SUITE, LIBRARY_SUITE, LENT_SUITE, ASYNC_SUITE = (
    (HERE / f"{part}suite.py").read_text() for part in PARTS
)
SOLUTION, MORE_SOLUTION, DERIVED_SOLUTION, LIBRARY_SOLUTION, LENT_SOLUTION, ASYNC_SOLUTION = (
    (HERE / f"{part}solution.py").read_text() for part in PARTS
)
ASYNC_SUITE += (HERE / "tasks_suite.py").read_text()
# Each makes the solution wrong in a way that some of the tests are about.
FAULTS = {
    "no equality": ("def __eq__(self, o):", "def eq(self, o):"),
    "no sum": ("def __add__(self, o):", "def add(self, o):"),
    "no hash": ("def __hash__(self):", "def hash(self):"),
    "another error": ("class OwnError(ValueError):", "class OwnError(KeyError):"),
    "no warning": ('warnings.warn("careful", DeprecationWarning)', "None"),
    "no log": ('log.info("hello %s", 5)', "None"),
    "prints": ("def echo(*a): print(*a)", "def echo(*a): print(*a, 'no')"),
    "another cause": ("from e", "from None"),
    "another exit": ('sys.exit("bye")', "sys.exit(1)"),
    "no generator": ("got.append((yield i))", "got.append(i)"),
    "no enum of numbers": ("class Level(enum.IntEnum):", "class Level(enum.Enum):"),
    "no list": ("class Stack(list):", "class Stack(dict):"),
    "not callable": ("def typed(a: int,", "typed = None\n\n\ndef other(a: int,"),
    "keeps nothing": ("CACHE[counter] = counter", "pass"),
    "changes nothing": ('db.save("a", [1])', 'db.save("b", [1])'),
    "takes a copy": ("return things.pop(*key)", "return things.copy().pop(*key)"),
    "makes nothing": ("def kept(things): return Kept(things)", "def kept(things): return Kept.__new__(Kept)"),
    "adds elsewhere": ("self.things = things", "self.things = things.copy()"),
    "no order": ("@dataclasses.dataclass(order=True)", "@dataclasses.dataclass"),
    "another sum": ("Coins(int(self) + int(o))", "Coins(int(self) + int(o) + 1)"),
    "joined": ("Arrow(self.x + o.x, self.y + o.y)", "tuple(self) + o"),
    "another length": ("def __len__(self): return len(self.parts())", "def __len__(self): return 9"),
    "never equal": ("self.parts() == Release(o).parts()", "False"),
    "always false": ("self.x != 0 or self.y != 0", "False"),
    "in order": ("return sorted(self) == sorted(o)", "return list(self) == list(o)"),
    "only equal to itself": ("return sorted(self) == sorted(o)", "return self is o"),
    "true at last": ("return sum(self) > 0", "return len(self) > 0"),
}

MORE_FAULTS = {
    "another class": ("class Full(BoxError):", "class Full(Exception):\n    code = 1"),
    "swallows": ("                except kinds:\n", "                except Exception:\n"),
    "not the function": ("@functools.wraps(function)", "@functools.wraps(call)"),
    "other contents": ("super().__contains__(key.lower())", "True"),
    "another chain": ('raise ValueError("while handling")', 'raise ValueError("while handling") from None'),
    "other luck": ("random.randint(1, 1_000_000)", "random.SystemRandom().randint(1, 1_000_000)"),
    "no protocol": ("def quack(self):\n        return", "def bark(self):\n        return"),
    "another iterator": ("return self\n\n    def __next__", "return Down(self.n)\n\n    def __next__"),
    "no metaclass": ("class Known(metaclass=Registry):", "class Known:"),
    "another metaclass": ("class Alone(metaclass=Once):", "class Alone(metaclass=Registry):"),
    "no slots": ('__slots__ = ("only",)', "pass"),
    "other keys": ("def keys(): return TABLE.keys()", "def keys(): return (TABLE | {'b': 2}).keys()"),
    "refuses by itself": (
        "isinstance(o, (Amount, int)) else NotImplemented",
        "isinstance(o, (Amount, int)) else int('x')",
    ),
    "decides about anything": (
        "isinstance(o, Amount) else NotImplemented",
        "isinstance(o, Amount) else False",
    ),
    "too vague": ("def __eq__(self, o): pass", "def __eq__(self, o): return True"),
    "empty objects": ("class Leaf:", "class Leaf:\n    def __len__(self): return 0\n"),
    "another word": ("return things.pop()", "return str(things.pop().encode(), 'ascii')"),
    "no interrupt": ('BaseException("stop")', 'Exception("stop")'),
    "not itself": ("return isinstance(o, Stone)", "return False"),
    "another hash": (
        "@dataclasses.dataclass(frozen=True)\nclass Spot:",
        "class Spot:\n    def __init__(self, x): self.x = x",
    ),
    "not equal": ("isinstance(other, Box) and self", "self is other and self"),
}


DERIVED_FAULTS = {
    "another area": ("{self.area()}", "{self.area() + 1}"),
    "not abstract": ("@abstractmethod\n    def area(self): ...", "def area(self):\n        return 3"),
    "one for all": ("return 2 * self.get()", "return 2"),
    "keeps it back": ("return self.repo.save(item)", "self.repo.save(item)"),
    "asks nobody": ("return await self.repo.fetch(key)", "return key"),
    "counts": ("sum(self.repo.items())", "len(self.repo.items())"),
    "another class": ("Registry.known[key] = cls", "Registry.known[key] = Plugin"),
    "another name": ("self.name = name", "self.name = 'x'"),
    "no object": ("count = 0", "count = 0\n    def __new__(cls, *a, **k): return 5"),
    "the same everywhere": ("count = 0", "count = 0\n    def __getattribute__(self, name): return 1"),
    "catches another": ("except AppError", "except KeyError"),
    "catches none": ("except KeyError as e", "except IndexError as e"),
    "no tuple": (
        'namedtuple("Point", "x y")',
        'dataclass(type("Point", (), {"__annotations__": {"x": 0, "y": 0}}))',
    ),
    "made by nobody": ('it.made_by = "meta"; ', ""),
    "never changed": ("; self.changed(x)", ""),
    "lets through": ("self.closed(a[0]); return True", "self.closed(a[0])"),
    "one and the same": ('return kind("a", 5)', 'return Item("a", 5)'),
    "no fields": ("def fields(cls): return cls.__annotations__", "def fields(cls): return {}"),
    "everything belongs to it": ('return "quack" in vars(kind)', "return True"),
    "not registered": ("@Drawable.register", ""),
    "registered as well": ("class Line: pass", "@Drawable.register\nclass Line: pass"),
    "nothing quacks": ('return hasattr(it, "quack")', "return False"),
    "another text": ("class AppError(Exception): pass", "class AppError(Exception):\n    __str__ = repr"),
}

LIBRARY_FAULTS = {
    "not abstract": ("class Shape(ABC)", "class Shape"),
    "no thread": ("class Worker(threading.Thread)", "class Worker"),
    "a thread after all": ("class Money(numbers.Number)", "class Money(threading.Thread)"),
    "no encoder": ("class Encoder(json.JSONEncoder)", "class Encoder"),
    "no mapping": ("class Names(collections.UserDict)", "class Names(collections.UserList)"),
    "a complex number": ("class Money(numbers.Number)", "class Money(numbers.Complex)"),
    "another store": ("class StoreError(sqlite3.Error)", "class StoreError(sqlite3.IntegrityError)"),
    "an error": ("class Stop(KeyboardInterrupt)", "class Stop(Exception)"),
    "an exit instead": ('raise KeyboardInterrupt("ctrl-c")', "raise SystemExit"),
    "another code": ('HTTPError("http://x", 404', 'HTTPError("http://x", 500'),
    "swallows": ('finally: log.append("closed")', 'except BaseException: log.append("closed")'),
    "closes for errors only": ("finally: log", "except Exception: log"),
    "takes another for it": (
        'except json.JSONDecodeError as e: return "json", e.msg, e.pos',
        'except ValueError as e: return "json", str(e), 1',
    ),
    "not cancelled": ("except asyncio.CancelledError: return", "except asyncio.TimeoutError: return"),
    "catches an error": ("urllib.error.URLError as e: return f", "ValueError as e: return f"),
    "catches others": ("except kinds: return", "except LookupError: return"),
    "no coroutine function": ("async def later(self)", "def later(self)"),
    "no iterator": ("class UpTo(collections.abc.Iterator)", "class UpTo(collections.abc.Iterable)"),
    "another number": ("        return 5", "        return 6"),
    "no coroutine": ("class Five(collections.abc.Coroutine):\n    def send", "class Five:\n    def sent"),
    "other hints": ("a: list[int], b: int | None", "a: list[str], b: int | str"),
    "a log without an exception": ('.exception("failed")', '.error("failed")'),
    "not awaited": ("return await send(3)", "return await send(4)"),
    "no docstring": ('"""What', '0; """What'),
    "prints": ('stream.write("hello\\n")', 'print("hello")'),
    "another exception": ("queue.Empty as e: return e", "queue.Empty as e: return queue.Empty(*e.args)"),
}

LENT_FAULTS = {
    "does not close": ("    generator.close()", "    pass"),
    "sends nothing": ("generator.send(word)", "generator.send(None)"),
    "does not throw": ("generator.throw(exc)", "next(generator)"),
    "loses what it returns": ("result = yield from function(log)", "result = list(function(log))"),
    "leaves it open": (
        "with contextmanager(make)() as found: return use(found)",
        "return use(next(globals().setdefault('made', make())))",
    ),
    "does not await": (
        "await asyncio.gather(*[function(n) for n in numbers])",
        "[function(1)]",
    ),
    "throws nothing in": ("await what.athrow(Missing())", "await what.__anext__()"),
    "leaves it open too": ('if how == "close": await what.aclose()', "pass"),
    "in another order": ('for name in "ab"', 'for name in "ba"'),
}
ASYNC_FAULTS = {
    "no limit": ("async with self._semaphore:\n            return", "if True:\n            return"),
    "one at a time": ("asyncio.Semaphore(limit)", "asyncio.Semaphore(1)"),
    "one after the other": (
        "return await asyncio.gather(*(self.run(lambda item=item: function(item)) for item in items))",
        "return [await self.run(lambda item=item: function(item)) for item in items]",
    ),
    "no bound": ("asyncio.Queue(size)", "asyncio.Queue()"),
    "everybody asks": ("if key not in pending:", "if True:"),
    "asks as long as nobody has answered": (
        "asyncio.ensure_future(function(key))\n        return await pending[key]",
        "await function(key)\n        return pending[key]",
    ),
    "does not wait": ("await asyncio.sleep(delay * 2**attempt)", "await asyncio.sleep(0)"),
    "one worker": ("for number in range(self.workers)", "for number in range(1)"),
    "beats on": ("        self.task.cancel()\n        with", "        return\n        with"),
    "is not cancelled": ('self.log.append("cancelled")\n            raise', 'self.log.append("cancelled")'),
    "readers alone": (
        "wait_for(lambda: not self.writing)",
        "wait_for(lambda: not self.writing and not self.readers)",
    ),
    "writers together": ("wait_for(lambda: not self.writing and not self.readers)", "wait_for(lambda: True)"),
    "one after the other too": (
        "    return asyncio.run(main())",
        "    return [asyncio.run(each()) for each in functions]",
    ),
    "no time limit": (
        "return await asyncio.wait_for(awaitable, seconds)",
        "return await asyncio.wait_for(awaitable, 1) if seconds == 1 else default",
    ),
    "for everybody": (
        "USER.set(name)\n    await asyncio.sleep(0)",
        "globals().update(USER=contextvars.ContextVar('user', default=name))\n    await asyncio.sleep(0)",
    ),
    "in turn": (
        "    tasks = [asyncio.create_task(feed(source)) for source in sources]",
        "    tasks = sources\n    for source in sources: await feed(source)",
    ),
    "at once": ("        await asyncio.sleep(self.wait)\n", ""),
    "never waits": ("        await self._event.wait()\n        return True", "        return True"),
    "awaits all": ("if asyncio.iscoroutinefunction(handler)", "if True"),
    "awaits nothing of the suite's": ("return await awaitable * 2", "return 42"),
    "does not say that it is done": ("                self.queue.task_done()", "                pass"),
    "in nobody's name": ("    REQUEST.set(name)\n", ""),
    "in a copy": ("    await handle()", "    await asyncio.create_task(handle())"),
    "none in the background": (
        "return asyncio.create_task(asyncio.sleep(seconds, value))",
        "future = asyncio.get_running_loop().create_future(); future.set_result(value); return future",
    ),
    "the shorter the later": (
        "create_task(asyncio.sleep(seconds, value))",
        "create_task(asyncio.sleep(1 / (1 + 20 * seconds), value))",
    ),
    "nobody brings it": ("future.set_result, value", "bool, value"),
    "nobody calls": ("call_soon_threadsafe, (function,)", "call_soon_threadsafe, (bool,)"),
    "nobody hears": ("loop.add_reader(one, lambda: function(one.recv(1)))", "pass"),
    "awaits none": ("if asyncio.iscoroutinefunction(handler)", "if False"),
}
PLUGIN = """
import asyncio, inspect, pytest

@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    if inspect.iscoroutinefunction(pyfuncitem.obj):
        asyncio.run(pyfuncitem.obj())
        return True
"""


def plain(folder: Path, solution: str, suite: str = SUITE) -> dict[str, bool]:
    """Which tests pass where suite and solution run in one process."""
    folder.mkdir()
    for name, text in (("test_it", suite), ("solution", solution), ("coroutine_tests", PLUGIN)):
        (folder / f"{name}.py").write_text(text)
    options = ["-rA", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio", "-p", "coroutine_tests"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "test_it.py"],
        cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": str(folder)}, check=False,
    )  # fmt: skip
    found = re.findall(r"^(PASSED|FAILED|ERROR) test_it\.py::(\S+)", done.stdout, re.MULTILINE)
    return {name: word == "PASSED" for word, name in found}


def here(report: Report) -> dict[str, bool]:
    """Which tests pass in a grading."""
    assert report.problem is None
    return {check.test.id.partition("::")[2]: check.verdict.value == "passed" for check in report.checks}


def _agree(grade: Grade, folder: Path, suite: str, solution: str, change: tuple[str, str]) -> None:
    assert change[0] in solution
    changed = solution.replace(*change)
    expected = plain(folder / "plain", changed, suite)
    if not expected:  # the suite cannot be imported with it, and no test has a verdict of its own
        expected = dict.fromkeys(plain(folder / "right", solution, suite), False)
    found = here(grade(suite, changed, points=len(expected)))
    known = {name: passed for name, passed in found.items() if name in expected}
    assert len(known) >= 0.9 * len(expected) > 8  # others are named by what a parameter is
    assert {name: passed for name, passed in known.items() if passed is not expected[name]} == {}
    assert all(expected.values()) is (change[0] == change[1])


@pytest.mark.parametrize("fault", ["", *MORE_FAULTS])
def test_so_have_those_of_less_usual_idioms(grade: Grade, tmp_path: Path, fault: str) -> None:
    _agree(grade, tmp_path, MORE_SUITE, MORE_SOLUTION, MORE_FAULTS.get(fault, ("", "")))


@pytest.mark.parametrize("fault", ["", *FAULTS])
def test_each_test_has_the_verdict_of_plain_pytest(grade: Grade, tmp_path: Path, fault: str) -> None:
    _agree(grade, tmp_path, SUITE, SOLUTION, FAULTS.get(fault, ("", "")))


@pytest.mark.parametrize("fault", ["", *DERIVED_FAULTS])
def test_so_have_those_with_classes_below_the_candidates(grade: Grade, tmp_path: Path, fault: str) -> None:
    _agree(grade, tmp_path, DERIVED_SUITE, DERIVED_SOLUTION, DERIVED_FAULTS.get(fault, ("", "")))


@pytest.mark.parametrize("fault", ["", *LIBRARY_FAULTS])
def test_so_have_those_about_the_standard_library(grade: Grade, tmp_path: Path, fault: str) -> None:
    _agree(grade, tmp_path, LIBRARY_SUITE, LIBRARY_SOLUTION, LIBRARY_FAULTS.get(fault, ("", "")))


@pytest.mark.parametrize("fault", ["", *LENT_FAULTS])
def test_so_have_those_that_lend_generators_and_coroutine_functions(
    grade: Grade, tmp_path: Path, fault: str
) -> None:
    _agree(grade, tmp_path, LENT_SUITE, LENT_SOLUTION, LENT_FAULTS.get(fault, ("", "")))


@pytest.mark.parametrize("fault", ["", *ASYNC_FAULTS])
def test_so_have_those_that_await(grade: Grade, tmp_path: Path, fault: str) -> None:
    _agree(grade, tmp_path, ASYNC_SUITE, ASYNC_SOLUTION, ASYNC_FAULTS.get(fault, ("", "")))


@pytest.mark.parametrize(
    "change",
    [
        ("class Shape(ABC):", "def Shape(*a): pass\nclass Other(ABC):"),
        ("count = 0", "count = 0\n    def __init_subclass__(cls): raise ValueError('no')"),
        ("class Shape(ABC):", "Shape = 7\nclass Other(ABC):"),
        ("count = 0", "count = 0\n    def __new__(cls, *a, **k): raise KeyError('no')"),
    ],
    ids=["a function", "refuses", "a number", "no object"],
)
def test_what_no_class_can_derive_from_fails_the_suites_module(grade: Grade, change: tuple[str, str]) -> None:
    report = grade(DERIVED_SUITE, DERIVED_SOLUTION.replace(*change), points=DERIVED_SUITE.count("def test_"))
    assert report.problem is None
    assert {check.verdict.value for check in report.checks} <= {"failed", "error"}


def test_tests_by_the_clock_are_counted_and_not_compared(sandbox: SandboxProvider, tmp_path: Path) -> None:
    suite = """
    from solution import nap

    def test_time(clock):
        nap()
        assert clock.now() == 60

    def test_usual():
        assert nap.__name__ == "nap"
    """
    submission = Submission("accepted/nap.py", b"import time\ndef nap(): time.sleep(60)\n")
    exercise = real.tiny_exercise(tmp_path / "tiny", suite)
    graded = Graded(Sample("accepted", submission), real.graded(exercise, submission, sandbox))
    compared = compare(exercise, graded, 1, sandbox)
    assert (compared.agreeing, len(compared.own_fixtures), compared.differences) == (1, 1, [])
    finding = parity(exercise, [graded], lambda each: compared, 1, lambda done, of: None)
    assert finding.summary == "1 test x 1 submission agree"
    assert finding.notes == ("1 more test with fixtures that plain pytest does not have",)


def test_who_deceives_plain_pytest_is_told_apart_where_it_is_meant_to(
    sandbox: SandboxProvider, tmp_path: Path
) -> None:
    suite = """
    from solution import f

    def test_value():
        assert f() == 7
    """
    liar = Submission("liar.py", b"class Liar:\n    __eq__ = lambda *a: True\ndef f(): return Liar()\n")
    exercise = real.tiny_exercise(tmp_path / "tiny", suite)
    report = real.graded(exercise, liar, sandbox)
    hostile, wrong = (
        compare(exercise, Graded(Sample(kind, liar), report), 1, sandbox) for kind in ("hostile", "wrong")
    )
    assert (hostile.deceived, hostile.differences) == (1, [])
    assert (wrong.deceived, len(wrong.differences)) == (0, 1)


def test_a_missing_name_costs_the_module_that_needs_it(sandbox: SandboxProvider, tmp_path: Path) -> None:
    exercise = real.tiny_exercise(
        tmp_path / "tiny", "from solution import f\n\ndef test_f():\n    assert f() == 7\n", points=2
    )
    other = "from solution import g\n\ndef test_g():\n    assert g() == 7\n"
    (tmp_path / "tiny/hidden/test_other.py").write_text(other)
    half = Submission("half.py", b"def f(): return 7\n")
    report = real.graded(exercise, half, sandbox)
    found = compare(exercise, Graded(Sample("wrong", half), report), 1, sandbox)
    assert real.verdicts(report) == {"test_f": "passed", "test_g": "error"}
    assert (found.agreeing, found.differences) == (2, [])


def test_what_lies_inside_is_no_copy_in_plain_pytest_either(sandbox: SandboxProvider, tmp_path: Path) -> None:
    suite = """
    from solution import numbers

    def test_objects(sandbox):
        held = sandbox.make("[n, iter(n)]", n=numbers())
        sandbox.make("held.append(iter(held[1]))", held=held)
        assert sandbox.value(sandbox.make("[held[2] is held[1], next(held[1])]", held=held)) == [True, 3]
        assert sandbox.value(sandbox.make("[next(it)]", it=held[2])) == [4]

    def test_values(sandbox):
        mine = [1, [2]]
        theirs = sandbox.make("mine", mine=mine)
        sandbox.make("theirs[1].append(3)", theirs=theirs)
        assert mine == [1, [2]] and sandbox.value(theirs) == [1, [2, 3]]
    """
    submission = Submission(
        "accepted/n.py", b"class N:\n    def __iter__(self): yield from (3, 4)\ndef numbers(): return N()\n"
    )
    exercise = real.tiny_exercise(tmp_path / "tiny", suite)
    graded = Graded(Sample("accepted", submission), real.graded(exercise, submission, sandbox))
    assert set(real.verdicts(graded.report).values()) == {"passed"}
    compared = compare(exercise, graded, 1, sandbox)
    assert (compared.agreeing, compared.differences) == (2, [])
