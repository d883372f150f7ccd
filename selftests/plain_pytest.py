"""Runs a suite and a submission in one process with plain pytest: what `grade verify` compares verdicts with.

Both lie in the folder `together`; `order.json` there says the rest. For each test a line goes to standard
output: a JSON list of the test's id, a word, and the line of the suite that failed. Each test has a process
of its own, so that none finds what another left.
"""

import asyncio
import collections
import contextlib
import copy
import enum
import inspect
import itertools
import json
import math
import os
import random
import resource
import signal
import sys
import time
import typing

os.chdir("together")
sys.path.insert(0, os.getcwd())
with open("order.json", encoding="utf-8") as file:
    ORDER = json.load(file)
os.remove("order.json")
sys.path.insert(0, os.path.join(os.getcwd(), ORDER["root"]))
sys.path.append("/grade/testing")
TOLD = os.dup(1)

import pytest  # noqa: E402
from _pytest.runner import runtestprotocol  # noqa: E402


def tell(*what):
    os.write(TOLD, json.dumps(what).encode() + b"\n")


def copied(value, known):
    """A copy of plain containers, as one is sent; objects in them stay the same. `known` is by ids."""
    if id(value) not in known:
        if type(value) is list:
            known[id(value)] = new = []
            new += [copied(item, known) for item in value]
        elif type(value) is dict:
            known[id(value)] = new = {}
            new.update((key, copied(item, known)) for key, item in value.items())
        elif type(value) is tuple:
            known[id(value)] = tuple(copied(item, known) for item in value)
        else:
            known[id(value)] = copy.copy(value) if type(value) in (set, bytearray) else value
    return known[id(value)]


VALUES = (int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, enum.Enum)


class Inside:
    """What the fixture `sandbox` gives where nothing lies between suite and submission."""

    used_more = False  # than can be had here

    def __init__(self):
        self._made = []  # what is inside already
        self._written = set()  # the names of files

    def put(self, value):
        self._made.append(self._sent(value))
        return self._made[-1]

    def value(self, made):
        if type(made).__module__ == "solution" and not isinstance(made, VALUES):
            pytest.fail("gave an object, not a value")
        return copied(made, {})

    def _sent(self, value):
        return copied(value, {id(made): made for made in self._made})

    def make(self, expression, /, **names):
        offered = {
            "collections": collections,
            "enum": enum,
            "itertools": itertools,
            "math": math,
            "random": random,
        }
        __import__("solution")  # as any request loads it
        self._made.append(eval(expression, offered | {name: self._sent(names[name]) for name in names}))
        return self._made[-1]

    def file(self, name, content, *, times=1):
        # Other tests of the same run may have left a file of that name; in a grading there is none.
        with open(f"/tmp/{name}", "ab" if name in self._written else "wb") as file:
            self._written.add(name)
            file.writelines(
                itertools.repeat(content.encode() if isinstance(content, str) else content, times)
            )
        return f"/tmp/{name}"

    def keep(self, function, /, *arguments, **keywords):
        return function(*arguments, **keywords)

    def kind(self, reference):
        Inside.used_more = True
        raise NotImplementedError


class Process(typing.NamedTuple):
    pid: int
    cpu_seconds: float
    running: bool


class Processes:
    """What the fixture `processes` gives: this process, and those that it started itself."""

    def __init__(self):
        self._ended, wait = {}, os.wait4

        def waitpid(pid, options):
            if pid > 0 and (over := os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | options)):
                self._ended[pid] = self._there(over.si_pid)  # before it is gone, when another thread may ask
            found, status, usage = wait(pid, options)
            if found:
                self._ended[found] = Process(found, usage.ru_utime + usage.ru_stime, False)
            return found, status

        os.waitpid = waitpid

    @property
    def own(self):
        return Process(os.getpid(), time.process_time(), True)

    @property
    def children(self):
        there = {}
        for thread in os.listdir("/proc/self/task"):
            pids = []
            with contextlib.suppress(OSError), open(f"/proc/self/task/{thread}/children") as file:
                pids = map(int, file.read().split())
            for pid in pids:
                with contextlib.suppress(OSError):  # it is gone, and noted
                    there[pid] = self._there(pid)
        return [*(there | self._ended).values()]

    def _there(self, pid):
        with open(f"/proc/{pid}/stat") as file:
            state = file.read().rpartition(")")[2].split()[0]
        return Process(pid, time.clock_gettime(~pid << 3 | 2), state not in "ZX")


class Together:
    """The pytest plugin that offers what suites need, and forks a process for each test."""

    def __init__(self):
        self.subtests = []

    def pytest_runtest_logreport(self, report):
        self.subtests.append(report)  # those of whole tests come back instead

    def pytest_configure(self, config):
        config.option.tbstyle = "line"  # source is slow to find beside large libraries, and not shown
        for line in ORDER["markers"]:
            config.addinivalue_line("markers", line)

    @pytest.fixture
    def rng(self, request):
        return random.Random(ORDER["randomness"].get(request.node.nodeid, 0))

    @pytest.fixture
    def sandbox(self):
        return Inside()

    @pytest.fixture
    def processes(self):
        return Processes()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        report.place = place(call.excinfo) if call.excinfo else ""
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self):
        os._exit(0)  # the rest, such as collecting garbage, takes longer than many a test

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem):
        if not inspect.iscoroutinefunction(pyfuncitem.obj):
            return None
        names = pyfuncitem._fixtureinfo.argnames
        asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item, nextitem):
        asked = {*getattr(item, "fixturenames", ()), *(mark.name for mark in item.iter_markers())}
        if asked.intersection(ORDER["ours"]):
            tell(item.nodeid, "ours", "")
            return True
        if item.nodeid in ORDER["limited"]:
            tell(item.nodeid, "beyond", "")
            return True
        process = os.fork()
        if not process:
            try:
                seconds = max(1, int(ORDER["cpu_seconds"]))
                resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
                signal.alarm(max(1, int(ORDER["wall_seconds"])))
                tell(item.nodeid, *verdict(runtestprotocol(item, log=False, nextitem=None) + self.subtests))
            finally:
                os._exit(0)
        _, status = os.waitpid(process, 0)
        if os.WIFSIGNALED(status):
            beyond = os.WTERMSIG(status) in (signal.SIGALRM, signal.SIGXCPU, signal.SIGKILL)
            tell(item.nodeid, "beyond" if beyond else "failed", "")
        return True


def verdict(reports):
    if Inside.used_more:
        return "ours", ""
    for report in reports:
        if report.failed:
            return "failed", shown(report)
    if any(report.skipped and not hasattr(report, "wasxfail") for report in reports):
        return "skipped", ""
    return "passed", ""


def place(raised):
    """File and line of the first call in the suites, or else of where an exception comes from."""
    here = os.getcwd()
    inside = [entry for entry in raised.traceback if str(entry.path).startswith(here)] or raised.traceback
    return f"{os.path.relpath(inside[0].path)}:{inside[0].lineno + 1}"


def shown(report):
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is None:
        return str(report.longrepr).strip().splitlines()[-1][:300]
    return f"{report.place}: {crash.message.splitlines()[0]}"[:300]


# What lies beside a suite can be imported, and never takes the place of a library.
sys.path += ORDER["suites"]
if ORDER["module"]:
    sys.modules["solution"] = __import__("importlib").import_module(ORDER["module"])
sys.stdout.flush()
pytest.main(
    [
        "--import-mode=importlib",
        # A name that only one module needs, and the file lacks, costs the tests of that module alone.
        "--continue-on-collection-errors",
        "--rootdir=.",
        "-c",
        os.devnull,
        "-p",
        "no:cacheprovider",
        "-p",
        "no:asyncio",
        "-p",
        "no:terminal",
        *ORDER["suites"],
    ],
    plugins=[Together()],
)
