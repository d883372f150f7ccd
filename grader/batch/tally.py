"""Summarizes results: how many of each kind, how the scores are distributed, which tests fail most often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from ..errors import ExitCode, Owner
from ..report import Verdict
from .result import ResultDict

# Ten steps of ten percent, and one for whoever has everything.
_STEPS = 11
_BAR_CHARACTERS = 40
_BLOCKS = " ▏▎▍▌▋▊▉█"


@dataclass(slots=True)
class Tally:
    """Running totals over records; the records themselves are not kept."""

    fail_under: float | None = None  # percent of the base points; None where scores do not matter
    graded: int = 0
    below: int = 0
    no_score: Counter[Owner] = field(default_factory=Counter)
    percents: Counter[int] = field(default_factory=Counter)  # whole ones, rounded down
    not_passed: Counter[str] = field(default_factory=Counter)  # by the test's id
    titles: dict[str, str] = field(default_factory=dict)

    def add(self, record: ResultDict) -> None:
        """Adds one record to the totals."""
        report = record["report"]
        score = report["score"]
        if score is None:
            problem = report["problem"]
            self.no_score[Owner(problem["owner"]) if problem else Owner.INFRASTRUCTURE] += 1
            return
        self.graded += 1
        self.percents[percent(score)] += 1
        if self.fail_under is not None:
            needed = Fraction(self.fail_under) * Fraction(score["max_points"])
            self.below += Fraction(score["points"]) * 100 < needed
        for test in report["tests"]:
            self.titles.setdefault(test["id"], test["title"])
            if test["verdict"] != Verdict.PASSED.value:
                self.not_passed[test["id"]] += 1

    @property
    def exit_code(self) -> ExitCode:
        """The exit code for the most serious reason why something has no score, else for the scores."""
        for owner, code in (
            (Owner.INFRASTRUCTURE, ExitCode.INFRASTRUCTURE),
            (Owner.AUTHOR, ExitCode.EXERCISE),
            (Owner.CANDIDATE, ExitCode.REJECTED),
        ):
            if self.no_score[owner]:
                return code
        return ExitCode.BELOW if self.below else ExitCode.PASSED

    @property
    def median(self) -> int:
        """The median score in whole percent; of two middle scores the lower."""
        middle, reached = (self.graded + 1) // 2, 0
        for value in sorted(self.percents):
            reached += self.percents[value]
            if reached >= middle:
                return value
        return 0

    @property
    def mean(self) -> float:
        """The mean score in percent."""
        return sum(value * count for value, count in self.percents.items()) / (self.graded or 1)


def percent(score: ResultDict) -> int:
    """Base points earned as a percentage, rounded down: only full marks give 100."""
    possible = Fraction(score["max_points"])
    return int(Fraction(score["points"]) * 100 / possible) if possible else 0


def summary(tally: Tally, most_tests: int = 5) -> Iterator[str]:
    """Yields the tally as lines for a person; the test titles in it are foreign text, the rest is ours."""
    words = {
        Owner.CANDIDATE: "rejected", Owner.AUTHOR: "not graded by a fault of the exercise",
        Owner.INFRASTRUCTURE: "not graded by a fault of the machine",
    }  # fmt: skip
    counts = [f"{tally.graded} graded"]
    counts += [f"{tally.no_score[owner]} {word}" for owner, word in words.items() if tally.no_score[owner]]
    yield ", ".join(counts)
    if not tally.graded:
        return
    yield f"score: mean {tally.mean:.0f} %, median {tally.median} %"
    yield ""
    yield from _plot(tally.percents)
    worst = [(-count, tally.titles[name], count) for name, count in tally.not_passed.items() if count]
    if worst:
        yield ""
        yield "most often not passed"
        for _, title, count in sorted(worst)[:most_tests]:
            yield f"  {count:>{len(str(tally.graded))}}  {title}"


def steps(percents: Counter[int]) -> list[int]:
    """The number of scores in each step of ten percent, and last the number of full marks."""
    counts = [0] * _STEPS
    for value, count in percents.items():
        counts[min(value, 100) // 10] += count
    return counts


def _plot(percents: Counter[int]) -> Iterator[str]:
    counts = steps(percents)
    most = max(counts)
    for number, count in enumerate(counts):
        name = "100 %" if number == _STEPS - 1 else f"{number * 10}-{number * 10 + 9} %"
        yield f"  {name:>7}  {count:>{len(str(most))}}  {_bar(count / most)}".rstrip()


def _bar(share: float) -> str:
    """A bar in eighths of a character; a share above zero is always visible."""
    eighths = round(share * _BAR_CHARACTERS * 8) or (1 if share else 0)
    return _BLOCKS[8] * (eighths // 8) + _BLOCKS[eighths % 8].strip()


def tallied(records: Iterable[ResultDict], fail_under: float | None = None) -> Tally:
    """Adds up `records` into a tally."""
    tally = Tally(fail_under)
    for record in records:
        tally.add(record)
    return tally
