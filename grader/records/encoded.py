"""Encodes a complete report as bytes, and decodes it.

This is no format for people or other programs; those are in `grader/render/`. It is checked by hand, since
JSON validators refuse the lone surrogates and infinite times that hostile code can bring into a report.
"""

from __future__ import annotations

import enum
import functools
import json
import types
import typing
import zlib
from collections.abc import Iterator
from dataclasses import asdict, fields, is_dataclass
from typing import Any

from ..report import Report

# Far above any honest report, of which each test has 32 KB of what it printed. Of brackets alone, as many
# bytes would take a hundred times as much memory.
MOST_BYTES, _MOST_BRACKETS = 64 << 20, 4 << 20
# No honest number comes near, and all that are smaller can be added, divided and written.
_MOST_NUMBER = 1 << 62


def encoded(report: Report) -> bytes:
    """Encodes the whole report, compressed."""
    return zlib.compress(json.dumps(asdict(report), ensure_ascii=True).encode("ascii"), 1)


def decoded(data: bytes) -> Report:
    """Decodes the report in `data`.

    Raises:
        ValueError: it is not an encoded report.
    """
    reading = zlib.decompressobj()
    try:
        text = reading.decompress(data, MOST_BYTES)
        if reading.unconsumed_tail or not reading.eof:
            raise ValueError("too long, or cut off")
        if text.count(b"[") + text.count(b"{") > _MOST_BRACKETS:
            raise ValueError("too many parts")
        report: Report = _made(Report, json.loads(text))
        if not all(abs(number) <= _MOST_NUMBER for number in _counted(report)):
            raise ValueError("numbers that are none")
        if report.score and not (report.exercise and report.submission):
            raise ValueError("points for nothing")
    except (zlib.error, TypeError, KeyError, AttributeError, RecursionError) as exc:
        raise ValueError(f"no report: {exc}") from exc
    return report


def _counted(report: Report) -> Iterator[float]:
    """The numbers of a report that are added and divided; what a test took may be infinite."""
    yield from report.timings.values()
    if report.score:
        yield from asdict(report.score).values()
    for check in report.checks:
        yield from (check.test.points, check.credit)
    yield from (each.time_factor for each in (report.sandbox, report.provenance) if each)


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _made(kind: Any, value: Any) -> Any:
    """Rebuilds `value`, which went through JSON, as an instance of the dataclass or type `kind`."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        (other,) = (one for one in inner if one is not type(None))
        return None if value is None else _made(other, value)
    if origin is tuple:
        return tuple(_made(inner[0], one) for one in value)
    if origin is dict:
        return {str(name): _made(inner[1], one) for name, one in value.items()}
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{one.name: _made(hints[one.name], value[one.name]) for one in fields(kind)})
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind(value)
    if kind is float and type(value) is int:
        if abs(value) > _MOST_NUMBER:
            raise ValueError("a number beyond all that there are")
        return value  # as it was, so that it is written in the same way
    if type(value) is not kind:
        raise ValueError(f"{type(value).__name__} where {kind.__name__} belongs")
    return value
