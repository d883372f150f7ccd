"""Grades one submission with gradescope-utils, in a process of its own and nothing around it.

Run as a program in a folder made by `plain_suite`; prints the JSON that Gradescope reads.
"""

from __future__ import annotations

import inspect
import sys
import unittest
from importlib import import_module
from importlib.util import find_spec


def available() -> bool:
    """Whether gradescope-utils is installed."""
    return find_spec("gradescope_utils") is not None


def main() -> None:
    """Runs the suite's twelve tests with gradescope-utils, which prints its JSON."""
    sys.path.insert(0, ".")
    runner = import_module("gradescope_utils.autograder_utils.json_test_runner").JSONTestRunner
    tests = import_module("test_flatten")
    suite = unittest.TestSuite()
    for name, function in inspect.getmembers(tests, inspect.isfunction):
        if name.startswith("test_"):
            suite.addTest(unittest.FunctionTestCase(function, description=name))
    runner(stream=sys.stdout).run(suite)


if __name__ == "__main__":
    main()
