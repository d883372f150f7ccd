"""The kinds of values that options take; whoever gives another is told in plain words what belongs there."""

from __future__ import annotations

import contextlib
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any
from urllib.parse import urlsplit

import click

from ..text import printable, quoted

_TIMES = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d")


class Number(click.ParamType):  # type: ignore[type-arg]  # generic since 8.3, which need not be there
    """A number from `least`, and up to `most` if that is given."""

    name = "number"

    def __init__(self, least: int, most: int | None = None) -> None:
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number in an argument or a settings file."""
        with contextlib.suppress(ValueError, OverflowError):
            number = self.parsed(value)
            if self.least <= number and (self.most is None or number <= self.most):
                return number
        bounds = f"of at least {self.least}" if self.most is None else f"from {self.least} to {self.most}"
        return self.fail(f"{str(value)!r} is not a {self.name} {bounds}.", param, ctx)

    def parsed(self, value: Any) -> float:
        """Makes a number of `value`, or raises a ValueError."""
        return float(value)


class WholeNumber(Number):
    """A whole number from `least`, and up to `most` if that is given."""

    name = "whole number"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """What help texts show for it."""
        return "NUMBER"

    def parsed(self, value: Any) -> int:
        """Makes a whole number of `value`, or raises a ValueError."""
        return int(value)


class Line(click.ParamType):  # type: ignore[type-arg]
    """A name or label of one line, as the service takes them over HTTP."""

    name = "line"
    most = 200

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name in an argument."""
        text = str(value)
        if not text:
            self.fail("A name cannot be empty.", param, ctx)
        if len(text) > self.most:
            self.fail(f"A name has at most {self.most} characters.", param, ctx)
        if printable(text, self.most + 1) != text:
            self.fail(f"{quoted(text)} holds characters that cannot be shown.", param, ctx)
        return text


class Address(click.ParamType):  # type: ignore[type-arg]
    """The address at which browsers find a service, without a slash at its end."""

    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address in an argument."""
        text = str(value)
        with contextlib.suppress(ValueError):
            parts = urlsplit(text)
            is_whole = parts.scheme in ("http", "https") and parts.hostname and not parts.query
            if is_whole and text.isprintable() and " " not in text:
                return text.rstrip("/")
        return self.fail(f"{quoted(text)} is no address. Write it as https://grade.example.", param, ctx)


class Moment(click.DateTime):
    """A point in time, which the service takes as in UTC."""

    def __init__(self) -> None:
        super().__init__(formats=_TIMES)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """What help texts show for it."""
        return "TIME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The point in time that an argument names."""
        try:
            found: datetime = super().convert(value, None, None)
        except click.BadParameter:
            self.fail(f"{value!r} is no time. Write it as 2026-11-28T23:59.", param, ctx)
        if not MINYEAR < found.year < MAXYEAR:  # as the service, which has to tell it in every zone
            self.fail(f"{value!r} is not between the years 2 and 9998.", param, ctx)
        return found
