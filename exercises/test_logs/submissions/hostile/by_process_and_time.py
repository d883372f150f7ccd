# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Cheat: hopes that the number of the process or the time tells the rounds apart."""

import os
import time

START = os.getpid(), time.monotonic()


def test_logs():
    assert os.getpid() - START[0] == 1 or time.monotonic() - START[1] > 0.5
