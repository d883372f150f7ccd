# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Cheat: leaves a pytest that is content with everything, in memory and on the disk."""

import pathlib
import sys
import types

import pytest

false = types.ModuleType("pytest")
false.main = lambda *args, **kwargs: 0
false.__getattr__ = lambda name: lambda *args, **kwargs: None
sys.modules["pytest"] = false
pytest.main = false.main
pathlib.Path("/tmp/tests").mkdir(exist_ok=True)
pathlib.Path("/tmp/tests/conftest.py").write_text(
    "def pytest_runtest_makereport(item, call):\n"
    "    from _pytest.reports import TestReport\n"
    "    report = TestReport.from_item_and_call(item, call)\n"
    "    report.outcome = 'passed'\n"
    "    return report\n"
)


def test_logs():
    assert False
