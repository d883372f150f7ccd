# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Cheat: is right about each round for having both outcomes ready, and never calls `logs`."""

import rounds


def run(judge):
    judge("collected", 1, [])
    while judge("next"):
        judge("over", 1, ["failed"], [])
        judge("over", 1, [], [])


rounds.run = run
