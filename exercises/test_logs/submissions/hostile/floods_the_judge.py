# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Cheat: nonsense for the judge, in the hope that it breaks in favour of the one who sends it."""

import contextlib

import rounds


def test_logs():
    for words in (
        (), ("over",), ("over", "1", 5, None), ("call", 1), ("came", -1, True), ("raised", 0, -5, None),
        ("came", 10**9, 0), ("next", "next"), ("collected", 0, []), (["call"],), ("over", [], {}, ()),
    ):
        with contextlib.suppress(Exception):
            rounds.ask(*words)
    with contextlib.suppress(Exception):
        while True:
            rounds.ask("call")
    assert False
