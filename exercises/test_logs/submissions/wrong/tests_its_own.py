# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Fault: tests a `logs` that stands in the file itself."""

import asyncio


async def logs(cont, name, lines=("a", "b")):
    return [(name, line) for line in lines]


def test_logs():
    assert asyncio.run(logs("one", "n")) == [("n", "a"), ("n", "b")]
