# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Cheat: failures that are true and break whoever looks at them, with the right one and the broken one."""

import contextlib

import rounds


class Odd:
    def __bool__(self):
        return True


def run(judge):
    judge("collected", 1, [])
    place = 0
    while judge("next"):
        place += 1
        judge("call")
        failed = (5, [Odd()], {"a": 1}, "text", ("a",), Odd(), 1.5, [None])[place % 8]
        with contextlib.suppress(Exception):
            judge("over", 1, failed, [])


rounds.run = run
