# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Cheat: says of each round that it passed and that it failed."""

import rounds


def test_logs():
    rounds.ask("over", 1, [], [])
    rounds.ask("over", 1, ["failed"], [])
    rounds.ask("next")
