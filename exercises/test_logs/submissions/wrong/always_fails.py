# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Fault: its test is red, whatever it meets."""

from logs import logs


async def test_logs():
    assert await logs("one", "name") is not None
