# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Fault: makes the coroutine and does not await it."""

import warnings

from logs import logs


def test_logs():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert logs("one", "name") is not None
