"""The types of what a suite's fixtures give, for annotations: `def test_it(sandbox: Sandbox) -> None`."""

from .judge.clock import Clock
from .judge.facts import Facts, Function
from .judge.fixtures import Sandbox
from .judge.recorder import Recorder, Spy
from .judge.web import Gate, Page, Web

__all__ = ["Clock", "Facts", "Function", "Gate", "Page", "Recorder", "Sandbox", "Spy", "Web"]
