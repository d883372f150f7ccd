"""Functions for the processes of parallel_map to call.

Each item is a tuple that begins with a path and a number. The beginning and the end of each call are noted
in the file of that path, a line each, with the number and that of the process.
"""

import hashlib
import os
import time


def square(item):
    """Sleep, and give the number's square."""
    path, number, seconds = item
    with Noted(path, number):
        time.sleep(seconds)
    return number * number


def pick(item):
    """Give the value as it is."""
    path, number, value = item
    with Noted(path, number):
        return value


def repeat(item):
    """Give a text of that length."""
    path, number, length = item
    with Noted(path, number):
        return str(number % 10) * length


def meet(item):
    """Wait until as many calls have begun as should, for five seconds at most, and give the number."""
    path, number, count = item
    with Noted(path, number):
        for _ in range(500):
            if sum(line.startswith("begin") for line in lines(path)) >= count:
                break
            time.sleep(0.01)
    return number


def derive(item):
    """Compute a key from the number, in so many rounds, and sleep for a moment."""
    path, number, rounds = item
    with Noted(path, number):
        key = hashlib.pbkdf2_hmac("sha256", str(number).encode(), b"parallel_map", rounds).hex()
        time.sleep(0.1)  # whoever looks at the processes sees what this one has used before it ends
    return key


def refuse(item):
    """Raise the exception, where there is one, once as many calls have begun as should; else sleep."""
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
    """A block whose beginning and end are noted."""

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
    """What is noted so far."""
    with open(path) as notes:
        return notes.read().splitlines()
