# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Fault: asks for a parameter that the test does not have."""

import pytest


@pytest.mark.parametrize("line", ["a"])
def test_logs():
    pass
