"""The markers of a suite as typed functions: `@points(2)` is `@pytest.mark.points(2)`, known to an IDE."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pytest import MarkDecorator, mark

# A test: a function, or a class with some.
_Test = TypeVar("_Test", bound=Callable[..., object])


def points(number: float) -> MarkDecorator:
    """What the test is worth; 1 if not given."""
    return mark.points(number)


def bonus(test: _Test) -> _Test:
    """Its points count apart from the base points."""
    marked: _Test = mark.bonus(test)
    return marked


def group(name: str, *, all_or_nothing: bool = False) -> MarkDecorator:
    """The heading in the report; with `all_or_nothing` its tests are paid only if all of them pass."""
    return mark.group(name, all_or_nothing=all_or_nothing)


def title(text: str) -> MarkDecorator:
    """What the report calls the test, in place of its docstring's first line."""
    return mark.title(text)


def hint(text: str) -> MarkDecorator:
    """Shown where the test fails, also to candidates: no hidden input in it."""
    return mark.hint(text)


def visible(test: _Test) -> _Test:
    """A hidden test of which candidates are shown all that is found, as of those in `visible/`."""
    marked: _Test = mark.visible(test)
    return marked


def hidden(test: _Test) -> _Test:
    """Takes a test out of a file or class that is marked visible; not for tests in `visible/`."""
    marked: _Test = mark.hidden(test)
    return marked


def requires(*tests: str) -> MarkDecorator:
    """Runs the test only if these others passed, which run before it."""
    return mark.requires(*tests)


def limits(
    *,
    cpu_seconds: float | None = None,
    wall_seconds: float | None = None,
    memory_mb: int | None = None,
    processes: int | None = None,
    output_kb: int | None = None,
) -> MarkDecorator:
    """For this test instead of the manifest's; memory and processes can only be fewer than there."""
    given = {
        "cpu_seconds": cpu_seconds, "wall_seconds": wall_seconds, "memory_mb": memory_mb,
        "processes": processes, "output_kb": output_kb,
    }  # fmt: skip
    return mark.limits(**{name: amount for name, amount in given.items() if amount is not None})


def clock(speed: float) -> MarkDecorator:
    """Event loops inside run that many times faster than real time."""
    return mark.clock(speed)


# All of them: what a suite may use, and what its arguments are held against.
ALL = {
    function.__name__: function
    for function in (points, bonus, group, title, hint, visible, hidden, requires, limits, clock)
}
