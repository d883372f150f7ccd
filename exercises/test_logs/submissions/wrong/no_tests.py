# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Fault: pytest takes none of these for a test."""

import pytest
from logs import logs


async def check_error():
    with pytest.raises(Exception):
        await logs("one", "name")
