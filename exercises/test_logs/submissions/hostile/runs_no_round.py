# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Cheat: says that there are tests, and leaves the rounds where they are."""

import rounds

rounds.run = lambda judge: (judge("collected", 1, []), judge("next"))
