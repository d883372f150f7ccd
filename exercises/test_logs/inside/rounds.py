"""Runs the candidate's tests several times, each time with whatever `logs` the judge has chosen.

The file is collected once. Each round runs in a process of its own, forked after that, so that no round
sees what another one left behind. Nothing in here knows what the judge chose.
"""

import importlib
import os
import sys

import pytest
from _pytest.config import default_plugins

FOLDER = "/tmp/tests"
OPTIONS = (
    "-c", os.devnull, f"--rootdir={FOLDER}", f"--confcutdir={FOLDER}", "--import-mode=importlib",
    "--capture=no", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:faulthandler",
    "-p", "pytest_asyncio.plugin", "-o", "asyncio_mode=auto", "-o", "asyncio_default_fixture_loop_scope=function",
)  # fmt: skip

for plugin in default_plugins:  # now, and not in every test
    importlib.import_module(f"_pytest.{plugin}")


def ask(*words):
    """Ask the judge; it listens while the tests run."""
    raise RuntimeError("`logs` works only while your tests run")


def run(judge):
    """Run the tests for as many rounds as `judge` wants, and tell it what came of each."""
    global ask
    ask = judge
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.makedirs(FOLDER, exist_ok=True)
    path = f"{FOLDER}/test_logs.py"
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(sys.modules["solution"].__spec__.loader.get_source("solution"))
    pytest.main([*OPTIONS, path], plugins=[Rounds()])


class Rounds:
    """The plugin that replaces pytest's one run over all tests by a run in each round."""

    def __init__(self):
        self.passed = 0
        self.failed = []
        self.others = []

    def pytest_collectreport(self, report):
        if report.failed:
            self.failed.append(f"{report.nodeid}: {last_line(report)}")

    def pytest_runtestloop(self, session):
        ask("collected", len(session.items), self.failed)
        while ask("next"):
            number = os.fork()
            if number == 0:
                try:
                    self.run_all(session.items)
                    ask("over", self.passed, self.failed, self.others)
                finally:
                    os._exit(0)
            os.waitpid(number, 0)
        return True

    def run_all(self, items):
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    def pytest_runtest_logreport(self, report):
        name = report.nodeid.rpartition("::")[2]
        if report.failed:
            self.failed.append(f"{name}: {last_line(report)}")
        elif report.skipped or hasattr(report, "wasxfail"):
            self.others.append(name)
        elif report.when == "call":
            self.passed += 1


def last_line(report):
    """What a failure says of itself, in a line."""
    crash = getattr(report.longrepr, "reprcrash", None)
    lines = str(crash.message if crash else report.longrepr).split("\n")
    return lines[0][:200]
