# exercise: test_logs
"""Tests for the coroutine `logs`: right for the right one, and red for each broken one."""

import pytest  # noqa: F401
from logs import logs  # noqa: F401


def test_logs():
    """Replace this by your tests."""
    raise NotImplementedError
