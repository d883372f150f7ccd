"""What the suites of parallel_map share: the module `work` inside, and the notes of its functions."""

import collections
import itertools
import time

import pytest


class Notes:
    """The notes that all calls of a function of `work` wrote into one file."""

    def __init__(self, path, seen):
        self.path = str(path)
        self._file = path
        self._seen = seen

    def lines(self):
        if not self._file.exists():
            return []
        return [line.split() for line in self._file.read_text().splitlines()]

    def begun(self):
        """The sorted numbers of all calls that have begun."""
        return sorted(int(number) for word, number, _ in self.lines() if word == "begin")

    def processes(self):
        """The ids of the processes that the calls name as theirs."""
        return {int(process) for _, _, process in self.lines()}

    def most_at_once(self):
        """The largest number of calls that were running at the same time."""
        running, most = collections.Counter(), 0
        for word, number, _ in self.lines():
            running[number] += 1 if word == "begin" else -1
            most = max(most, running.total())
        return most

    def real(self):
        """The processes that the calls name and that the kernel has really seen."""
        named = self.processes()
        return [one for one in (self._seen.own, *self._seen.children) if one.pid in named]

    def left(self):
        """The processes that still run after half a second, which is enough for those told to end."""
        until = time.monotonic() + 0.5
        while left := [one for one in self.real() if one.running]:
            if time.monotonic() > until:
                break
            time.sleep(0.05)
        return left


@pytest.fixture
def work(sandbox):
    return sandbox.make("__import__('work')")


@pytest.fixture
def new_notes(tmp_path, processes):
    names = itertools.count()
    return lambda: Notes(tmp_path / str(next(names)), processes)
