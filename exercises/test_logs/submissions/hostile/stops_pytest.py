# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Cheat: stops pytest in the middle, with success."""

import pytest


def test_logs():
    pytest.exit("enough", 0)
