# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Cheat: says itself what came of each round, as if it knew."""

import random

import rounds

real = rounds.ask


def ask(word, *more):
    if word == "over":
        return real("over", *random.choice([(1, [], []), (0, ["failed"], [])]))
    return real(word, *more)


rounds.ask = ask


def test_logs():
    pass
