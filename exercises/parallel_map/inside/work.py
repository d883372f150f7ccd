"""Functions for the processes of parallel_map to call.

Each item is a tuple that begins with a path and a number. The beginning and the end of each call are noted
in the file of that path, a line each, with the number and that of the process.
"""

import hashlib
import os
import time


def square(item):
    """Sleep for some seconds, and give the square of the item's number."""
    path, number, seconds = item
    with Noted(path, number):
        time.sleep(seconds)
    return number * number


def pick(item):
    """Give the item's value unchanged."""
    path, number, value = item
    with Noted(path, number):
        return value


def repeat(item):
    """Give a text of the length that the item asks for."""
    path, number, length = item
    with Noted(path, number):
        return str(number % 10) * length


def meet(item):
    """Wait until `count` calls have begun, for five seconds at most, and give the item's number."""
    path, number, count = item
    with Noted(path, number):
        for _ in range(500):
            if sum(line.startswith("begin") for line in lines(path)) >= count:
                break
            time.sleep(0.01)
    return number


def derive(item):
    """Compute a key from the item's number, in as many rounds as the item says, and sleep for a moment."""
    path, number, rounds = item
    with Noted(path, number):
        key = hashlib.pbkdf2_hmac("sha256", str(number).encode(), b"parallel_map", rounds).hex()
        time.sleep(0.1)  # whoever looks at the processes sees what this one has used before it ends
    return key


def refuse(item):
    """Raise the item's exception, if it has one, once `count` calls have begun; else sleep."""
    path, number, count, exception = item
    with Noted(path, number):
        for _ in range(500 if exception else 0):
            if sum(line.startswith("begin") for line in lines(path)) >= count:
                time.sleep(0.1)  # so that this process is seen, also where others keep the machine busy
                raise exception
            time.sleep(0.01)
        time.sleep(1.5)
    return number


class Noted:
    """A context manager that notes the beginning and the end of its block in a file."""

    def __init__(self, path, number):
        self.path, self.number = path, number

    def __enter__(self):
        self._note("begin")

    def __exit__(self, *failure):
        self._note("end")

    def _note(self, word):
        with open(self.path, "a") as notes:  # one short line is appended in one piece
            notes.write(f"{word} {self.number} {os.getpid()}\n")


def lines(path):
    """The lines that have been noted so far in the file at `path`."""
    with open(path) as notes:
        return notes.read().splitlines()
