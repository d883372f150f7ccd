"""Collects the candidates of `grade batch` and `grade similar`, and reports at the end what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..batch.attempts import chosen, left_out
from ..batch.found import Entry, candidates
from ..batch.leftover import left_out as leftover
from ..batch.named import spread
from ..batch.result import ResultDict
from ..batch.roster import RosterMatch, read
from ..exercises.exercise import Exercise
from ..text import quoted
from .outcome import say

# So many of one kind are named.
_MOST_NAMES = 20


@dataclass(slots=True)
class Gathering:
    """Finds the candidates, and remembers the files that belong to none of them."""

    paths: tuple[str, ...]
    exercise: Exercise
    pattern: str | None
    attempts: str | None
    roster_path: str | None = None
    _named: list[str] = field(default_factory=list)  # what the globs among `paths` stand for, too
    _older: list[str] = field(default_factory=list)
    _entries: list[Entry] = field(default_factory=list)
    _match: RosterMatch | None = None
    _not_graded: dict[str, str] = field(default_factory=dict)  # why, by the candidate's name

    def everybody(self) -> list[Entry]:
        """All candidates; of several attempts, only those that are to be graded.

        Raises:
            UsageError: nobody is found, or the roster cannot be read.
        """
        roster = read(self.roster_path) if self.roster_path else None
        choose = self._chosen if self.attempts else None
        self._named = [path for path, _ in spread(self.paths)]
        self._entries = candidates(
            self.paths,
            self.pattern,
            choose,
            slug=self.exercise.slug,
            as_projects=self.exercise.demands.of_several,
        )
        if roster:  # before anything is graded, since it may be another class's
            self._match = roster.matched(one.attempt_of or one.name for one in self._entries)
        return self._entries

    def _chosen(self, same: list[Entry]) -> list[Entry]:
        assert self.attempts is not None
        self._older += left_out(same, self.attempts)
        return chosen(same, self.attempts)

    def current(self, records: Iterable[ResultDict]) -> Iterator[ResultDict]:
        """Yields the records of these candidates, and remembers who has no score."""
        names = {one.name for one in self._entries}
        for record in records:
            if record["candidate"] in names:
                problem = record["report"]["problem"]
                if problem:
                    self._not_graded[record["candidate"]] = problem["message"]
                yield record

    def tell(self, in_results: Iterable[str]) -> None:
        """Prints who and what was not graded, and why; `in_results` are the candidates with a result."""
        for name in sorted(self._not_graded)[:_MOST_NAMES]:
            say(f"Not graded: {quoted(name)}. {self._not_graded[name]}")
        if len(self._not_graded) > _MOST_NAMES:
            more = len(self._not_graded) - _MOST_NAMES
            say(f"Not graded: {more} more. `grade results` tells who, and why.")
        if any(one.code == "two-of-one-name" and one.unclear for one in self._entries):
            say("Which of a candidate's files counts is said by --attempts: latest, best or all.")
        self.tell_left_out("a later attempt is graded")
        if self._match:
            _tell("Handed in nothing", self._match.missing)
            _tell("Not on the roster", self._match.strangers)
        gone = sorted(set(in_results) - {one.name for one in self._entries})
        _tell("Still in the results, but not in what was named now", gone)

    def tell_left_out(self, because: str) -> None:
        """Prints which files are older attempts, left out `because` of another, and which are nobody's."""
        _tell(f"Left out, since {because}", self._older)
        taken = [*self._entries, *(Entry("", path) for path in self._older)]
        _tell("Left out, since it is part of no submission", leftover(self._named, taken))


def _tell(what: str, names: Iterable[str]) -> None:
    """Prints one line that lists names, shortened if there are too many to read."""
    names = list(names)
    if names:
        more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
        say(f"{what}: {', '.join(map(quoted, names[:_MOST_NAMES]))}{more}.")
