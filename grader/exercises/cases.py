"""Test cases of a program: pairs of input and expected output, and the settings in `cases.toml`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..machine.regular import Unreadable, content
from ..machine.toml import parsed
from ..text import as_toml
from .exercise import CASES, SAMPLES, SECRETS

INPUT, ANSWER = ".in", ".ans"
# Some hundred times what the settings of all cases take.
_MOST_BYTES = 1 << 20
# How outputs are compared, where it is a word.
EXACT, LINES, TOKENS = "exact", "lines", "tokens"
_WAYS = (EXACT, LINES, TOKENS)


class BrokenCases(Exception):
    """The error for wrong cases: where, what is wrong, and what the author must do."""

    def __init__(self, where: str, sentence: str) -> None:
        super().__init__(f"{where}: {sentence}")
        self.where = where
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Tolerance:
    """The difference that two numbers may have: relative (`rel`, of the larger) or absolute (`abs`)."""

    rel: float = 0.0
    abs: float = 0.0


@dataclass(frozen=True, slots=True)
class CaseTable:
    """The settings in `cases.toml`: how outputs are compared, and the points of cases not worth 1."""

    compare: str | Tolerance = LINES
    points: dict[str, float] = field(default_factory=dict)


def name_of_case(path: Path) -> str:
    """The name of the case that the file `path` belongs to, such as "secret/1"."""
    return f"{path.parent.name}/{path.stem}"


def is_case(path: Path, folder: Path) -> bool:
    """Whether `path` is a case of the exercise in `folder`: an input file, or an answer without one."""
    return path.parent in (folder / SAMPLES, folder / SECRETS) and (
        path.suffix == INPUT or (path.suffix == ANSWER and not path.with_suffix(INPUT).is_file())
    )


def read_case(path: Path) -> tuple[bytes, str]:
    """The input and the expected output of the case to which the file `path` belongs.

    Raises:
        BrokenCases: one of its two files is not there, or holds no text.
    """
    contents, name = [], name_of_case(path)
    for suffix, what in ((INPUT, "input"), (ANSWER, "answer")):
        try:
            contents.append(path.with_suffix(suffix).read_bytes())
        except OSError as exc:
            sentence = f"there is no readable {what} ({exc.strerror}): write cases/{name}{suffix}"
            raise BrokenCases(f"cases/{name}", sentence) from None
    try:
        return contents[0], contents[1].decode("utf-8")
    except UnicodeDecodeError as exc:
        sentence = f"it is not UTF-8 (byte {exc.start + 1}): save it as UTF-8"
        raise BrokenCases(f"cases/{name}{ANSWER}", sentence) from None


def case_table(folder: Path) -> CaseTable:
    """The settings in `cases.toml` of the exercise in `folder`; the defaults if there is no such file.

    Raises:
        BrokenCases: `cases.toml` is not valid.
    """
    for other in sorted((folder / "cases").iterdir()):
        if other.is_dir() and other not in (folder / SAMPLES, folder / SECRETS):
            sentence = f"nothing runs what lies there: move it to {SAMPLES} or {SECRETS}"
            raise BrokenCases(f"cases/{other.name}", sentence)
    if not (folder / CASES).exists():
        return CaseTable()
    try:
        table = parsed(content(folder / CASES, _MOST_BYTES))
    except Unreadable as exc:
        raise BrokenCases(CASES, f"it {exc}") from None
    if unknown := sorted(table.keys() - {"points", "compare"}):
        raise BrokenCases(CASES, f"it has {unknown[0]!r}, and may have `compare` and `[points]`")
    return CaseTable(_compare(table.get("compare", LINES)), dict(_points(table.get("points", {}), folder)))


def _compare(value: Any) -> str | Tolerance:
    if isinstance(value, str) and value in _WAYS:
        return value
    if (
        isinstance(value, dict)
        and value
        and value.keys() <= {"rel", "abs"}
        and all(_is_amount(number) for number in value.values())
    ):
        return Tolerance(**value)
    raise BrokenCases(
        CASES,
        f'`compare` is {as_toml(value)}, and must be "exact", "lines", "tokens" or like {{ rel = 1e-6 }}',
    )


def _points(table: Any, folder: Path) -> Iterator[tuple[str, float]]:
    if not isinstance(table, dict):
        raise BrokenCases(CASES, '`points` must be a table: `[points]`, and below it `"secret/1" = 2`')
    for name, number in table.items():
        if not (folder / "cases" / f"{name}{INPUT}").is_file():
            raise BrokenCases(CASES, f"it gives points to {name!r}, but there is no cases/{name}{INPUT}")
        if not _is_amount(number):
            raise BrokenCases(CASES, f"it gives {name!r} {as_toml(number)} points, which is no number from 0")
        yield name, float(number)


def _is_amount(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value) and value >= 0


def files_of_samples(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yields the names and contents of the case files that candidates are given.

    Raises:
        BrokenCases: `cases.toml` is not valid.
    """
    paths = [path for suffix in (INPUT, ANSWER) for path in (folder / SAMPLES).glob(f"*{suffix}")]
    if not paths:
        return
    yield from ((f"{SAMPLES}/{path.name}", path.read_bytes()) for path in sorted(paths))
    if (folder / CASES).is_file():
        yield CASES, _written(case_table(folder)).encode()


def _written(table: CaseTable) -> str:
    """The settings as TOML text without anything about secret cases."""
    way = table.compare
    if isinstance(way, Tolerance):
        lines = [f"compare = {{ rel = {way.rel!r}, abs = {way.abs!r} }}"]
    else:
        lines = [f'compare = "{way}"']
    samples = [(name, number) for name, number in table.points.items() if name.startswith("sample/")]
    lines += ["", "[points]", *(f"{json.dumps(name)} = {number!r}" for name, number in samples)]
    return "\n".join(lines) + "\n"
