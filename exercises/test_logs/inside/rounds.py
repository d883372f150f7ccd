"""Runs the candidate's tests several times, each time with whatever `logs` the judge has chosen.

The file is collected once. Each round runs in a process of its own, forked after that, so that no round
sees what another one left behind. Nothing in here knows what the judge chose.
"""

import gc
import os
import sys
import warnings
from asyncio.selector_events import BaseSelectorEventLoop

import pytest

FOLDER = "/tmp/tests"
# Run once while the sandbox starts: what is imported, compiled and cached by then costs no test anything.
SAMPLE = """
from unittest.mock import AsyncMock, MagicMock, call, patch
import aiohttp, pytest

@pytest.mark.parametrize("failing", [False, True])
async def test_sample(failing, capsys, monkeypatch):
    session = MagicMock()
    session.__aenter__ = AsyncMock(return_value=session)
    monkeypatch.setattr("aiohttp.ClientSession", session)
    with patch("builtins.print") as printed:
        async with aiohttp.ClientSession as entered:
            print(entered, failing)
    assert printed.call_args_list == [call(session, False)]

def test_errors():
    with pytest.raises(ValueError, match="a"):
        raise ValueError("a")
"""
# What makes a socket, or makes one that was there before lead out of the process, by the names of
# `sys.addaudithook`.
SOCKET_EVENTS = ("socket.__new__", "socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg")
OPTIONS = (
    "-c", os.devnull, f"--rootdir={FOLDER}", f"--confcutdir={FOLDER}", "--import-mode=importlib",
    "--capture=no", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:faulthandler",
    "-p", "no:unraisableexception", "-p", "no:threadexception",
    "-p", "pytest_asyncio.plugin", "-o", "asyncio_mode=auto",
)  # fmt: skip


def ask(*words):
    """Ask the judge; it listens while the tests run."""
    raise RuntimeError("`logs` works only while your tests run")


def run(judge):
    """Run the tests for as many rounds as `judge` wants, and tell it what came of each."""
    global ask
    ask = judge
    sys.addaudithook(refuse_sockets)
    run_pytest(sys.modules["solution"].__spec__.loader.get_source("solution"), "test_logs.py", Rounds())


sockets = []  # what was refused


def refuse_sockets(event, arguments):
    """Refuse real sockets, and note it: whoever catches the error has used one all the same."""
    if event in SOCKET_EVENTS and arguments[1] is not None and not is_for_event_loop(sys._getframe(1)):
        sockets[:] = ["a test uses a real socket"]
        raise PermissionError(sockets[0])


def is_for_event_loop(frame):
    """Whether an event loop makes the pair of sockets by which other threads wake it."""
    while frame and frame.f_globals.get("__name__") == "socket":
        frame = frame.f_back
    return frame is not None and frame.f_code is BaseSelectorEventLoop._make_self_pipe.__code__


def run_pytest(source, name, *plugins):
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.makedirs(FOLDER, exist_ok=True)
    path = f"{FOLDER}/{name}"
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(source)
    with warnings.catch_warnings():
        # That there is no configuration is how it is meant.
        warnings.simplefilter("ignore", pytest.PytestDeprecationWarning)
        pytest.main([*OPTIONS, path], plugins=[Style(), *plugins])


class Style:
    """The plugin that has failures told briefly: pytest's long style takes longer than the tests."""

    def pytest_configure(self, config):
        config.option.tbstyle = "native"


class Rounds:
    """The plugin that replaces pytest's one run over all tests by a run in each round."""

    def __init__(self):
        self.passed = 0
        self.failed = []
        self.others = []

    def pytest_collectreport(self, report):
        if report.failed:
            self.failed.append(f"{report.nodeid}: {first_line(report)}")

    def pytest_runtestloop(self, session):
        ask("collected", len(session.items), self.failed)
        gc.freeze()  # a round's first collection would copy all that it shares with this process
        while ask("next"):
            number = os.fork()
            if number == 0:
                try:
                    self.run_all(session.items)
                    ask("over", self.passed, self.failed + sockets, self.others)
                finally:
                    os._exit(0)
            os.waitpid(number, 0)
        return True

    def run_all(self, items):
        """Run the tests up to the first that fails, which decides the round."""
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                return

    def pytest_runtest_logreport(self, report):
        name = report.nodeid.rpartition("::")[2]
        if report.failed:
            self.failed.append(f"{name}: {first_line(report)}")
        elif report.skipped or hasattr(report, "wasxfail"):
            self.others.append(name)
        elif report.when == "call":
            self.passed += 1


def first_line(report):
    """The first line of what a failure says of its reason."""
    crash = getattr(report.longrepr, "reprcrash", None)
    lines = str(crash.message if crash else report.longrepr).split("\n")
    return lines[0][:200]


run_pytest(SAMPLE, "test_sample.py")
