"""Measures how fast this machine runs Python now, by a fixed short loop.

Only process 1 measures: before any of the candidate's code is loaded, and after a test that timed out, when
every process of that test is dead. So nothing of the candidate's can slow the loop down or change it.
"""

from __future__ import annotations

import time

# One round takes about 1.25 ms. A disturbance makes a round longer and none shorter, so the shortest of a few
# tells the machine's speed; together they take less than starting a sandbox does.
_ROUNDS = 5
_NUMBERS = 6000


def loop_seconds() -> float:
    """Runs the fixed loop and returns the CPU seconds that it took."""
    return min(_timed() for _ in range(_ROUNDS))


def _timed() -> float:
    began = time.thread_time()
    _work()
    return time.thread_time() - began


def _work() -> int:
    """Does typical work of solutions: numbers, texts, dicts, lists, a sort."""
    sums: dict[int, int] = {}
    words: list[str] = []
    total = 0
    for number in range(_NUMBERS):
        total += number * number % 7
        sums[number & 255] = total
        words.append(str(number))
    words.sort()
    return len("".join(words)) + sum(sums.values())
