# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Cheat: says everything that can be said, in every order, in the hope of one in which nothing is wrong."""

import contextlib
import itertools

import rounds

WORDS = (
    ("collected", 1, []), ("next",), ("call",), ("over", 1, [], []), ("over", 1, ["failed"], []),
    ("over", 1, [], ["skipped"]),
)  # fmt: skip


def run(judge):
    for order in itertools.permutations(WORDS):
        for words in order:
            with contextlib.suppress(Exception):
                judge(*words)
    while True:
        with contextlib.suppress(Exception):
            if not judge("next"):
                return


rounds.run = run
