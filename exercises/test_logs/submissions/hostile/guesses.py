# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Cheat: tosses a coin in each round."""

import os


def test_logs():
    assert os.urandom(1)[0] < 128
