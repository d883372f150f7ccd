"""The markers of a suite as typed functions: `@points(2)` is `@pytest.mark.points(2)`, known to an IDE."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pytest import MarkDecorator, mark

# A test: a function, or a class with some.
_Test = TypeVar("_Test", bound=Callable[..., object])


def points(number: float) -> MarkDecorator:
    """Sets how many points the test is worth, in place of 1."""
    return mark.points(number)


def bonus(test: _Test) -> _Test:
    """Makes the test a bonus test, whose points count apart from the base points."""
    marked: _Test = mark.bonus(test)
    return marked


def group(name: str, *, all_or_nothing: bool = False) -> MarkDecorator:
    """Puts the test under a heading; an `all_or_nothing` group is paid only if all its tests pass."""
    return mark.group(name, all_or_nothing=all_or_nothing)


def title(text: str) -> MarkDecorator:
    """Sets what the report calls the test, in place of its docstring's first line."""
    return mark.title(text)


def hint(text: str) -> MarkDecorator:
    """Adds a hint that is shown where the test fails, also to candidates: no hidden input in it."""
    return mark.hint(text)


def visible(test: _Test) -> _Test:
    """Shows candidates all that is found in a hidden test, as in those of `visible/`."""
    marked: _Test = mark.visible(test)
    return marked


def hidden(test: _Test) -> _Test:
    """Takes a test out of a file or class that is marked visible; not for tests in `visible/`."""
    marked: _Test = mark.hidden(test)
    return marked


def requires(*tests: str) -> MarkDecorator:
    """Runs the test only if `tests` passed, which run before it."""
    return mark.requires(*tests)


def limits(
    *,
    cpu_seconds: float | None = None,
    wall_seconds: float | None = None,
    memory_mb: int | None = None,
    processes: int | None = None,
    output_kb: int | None = None,
) -> MarkDecorator:
    """Sets limits for this test in place of the manifest's; memory and processes can only be fewer."""
    amounts = {
        "cpu_seconds": cpu_seconds, "wall_seconds": wall_seconds, "memory_mb": memory_mb,
        "processes": processes, "output_kb": output_kb,
    }  # fmt: skip
    return mark.limits(**{name: amount for name, amount in amounts.items() if amount is not None})


def clock(speed: float) -> MarkDecorator:
    """Makes event loops inside run `speed` times faster than real time."""
    return mark.clock(speed)


# All markers that a suite may use; their arguments are checked against these signatures.
ALL = {
    function.__name__: function
    for function in (points, bonus, group, title, hint, visible, hidden, requires, limits, clock)
}
