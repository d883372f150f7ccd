"""The types of what fixtures provide, for annotations in suites: `def test_it(sandbox: Sandbox) -> None`."""

from .judge.fixtures.accounting import Process, Processes
from .judge.fixtures.clock import Clock
from .judge.fixtures.facts import Facts, Function
from .judge.fixtures.offered import Inside as Sandbox
from .judge.fixtures.program import Dialogue, Finished, Program
from .judge.fixtures.recorder import Recorder, Spy
from .judge.fixtures.web import Gate, Page, Web

__all__ = [
    "Clock",
    "Dialogue",
    "Facts",
    "Finished",
    "Function",
    "Gate",
    "Page",
    "Process",
    "Processes",
    "Program",
    "Recorder",
    "Sandbox",
    "Spy",
    "Web",
]  # fmt: skip
