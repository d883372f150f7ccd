"""What both suites of require_role share."""

import pytest


@pytest.fixture
def session(sandbox):
    """The module `session`, as the submission finds it."""
    return sandbox.make("__import__('session')")
