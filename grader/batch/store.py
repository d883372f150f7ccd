"""Stores results as JSON Lines, or as SQLite by the file's ending; what was synced is never lost.

A record is appended and never changed. Of several of one candidate, as a repeated grading gives, the last
one counts. What a loss of power left of a record at the end of a file is cut off.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol

from ..errors import InfrastructureError, UsageError
from ..text import quoted
from .result import OPENING, Known, ResultDict, candidate, known, parsed

_SQLITE = (".sqlite", ".sqlite3", ".db")
_TABLE = """
CREATE TABLE IF NOT EXISTS results (
  id INTEGER PRIMARY KEY, candidate TEXT NOT NULL, path TEXT NOT NULL, started TEXT NOT NULL,
  finished TEXT NOT NULL, status TEXT NOT NULL, points REAL, max_points REAL, bonus REAL, sha256 TEXT,
  record TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS results_by_candidate ON results (candidate, id);
CREATE VIEW IF NOT EXISTS latest AS
  SELECT * FROM results WHERE id IN (SELECT MAX(id) FROM results GROUP BY candidate);
"""


class Store(Protocol):
    """A file of results; for each candidate the last record counts."""

    def known(self) -> dict[str, Known]:
        """For each candidate, the parts of the last record that decide whether to grade again."""

    def append(self, lines: Sequence[str]) -> None:
        """Writes records, and returns when they would survive a power failure.

        Raises:
            InfrastructureError: they cannot be written.
        """

    def records(self) -> Iterator[ResultDict]:
        """The last record of each candidate."""

    def close(self) -> None:
        """Closes the file and releases its lock."""


class Opened:
    """A context manager that opens a store of results and closes it at the end."""

    def __init__(self, path: str, *, to_write: bool = False) -> None:
        self._path, self._to_write = path, to_write

    def __enter__(self) -> Store:
        """Opens the store.

        Raises:
            UsageError: it is not a file of results, or another run writes to it.
        """
        self._store = _opened(self._path, to_write=self._to_write)
        return self._store

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.close()


def _opened(path: str, *, to_write: bool) -> Store:
    if not to_write and not os.path.isfile(path):
        raise UsageError(f"There is no file {quoted(path)}.", code="no-such-file", remedy="Check the path.")
    try:
        if Path(path).suffix.lower() in _SQLITE:
            return _SQLite(path, to_write=to_write)
        return _Lines(path, to_write=to_write)
    except (OSError, sqlite3.Error) as exc:
        raise UsageError(
            f"{quoted(path)} cannot be opened ({getattr(exc, 'strerror', None) or exc}).",
            code="results-not-opened", remedy="Name another file.",
        ) from exc  # fmt: skip


class _Claim:
    """An exclusive lock (flock) on the results file, released at the latest when the process exits."""

    def __init__(self, path: str, *, to_write: bool) -> None:
        flags = os.O_RDWR | os.O_CREAT if to_write else os.O_RDONLY
        self.number = os.open(path, flags | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY, 0o666)
        try:
            if not stat.S_ISREG(os.fstat(self.number).st_mode):
                self.release()
                raise UsageError(
                    f"{quoted(path)} is not a regular file, and results are read again.",
                    code="results-not-opened", remedy="Name another file.",
                )  # fmt: skip
            if to_write:
                fcntl.flock(self.number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _sync_folder(path)
        except BlockingIOError:
            self.release()
            raise UsageError(
                f"Another run writes to {quoted(path)}.", code="results-in-use",
                remedy="Wait for it, or name another file.",
            ) from None  # fmt: skip

    def release(self) -> None:
        os.close(self.number)


def _sync_folder(path: str) -> None:
    """Syncs the folder of `path`, so that a new file survives a power failure."""
    folder = os.open(os.path.dirname(os.path.abspath(path)), os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class _Lines:
    """A store in JSON Lines format, one record a line."""

    def __init__(self, path: str, *, to_write: bool) -> None:
        self._path = path
        self._claim = _Claim(path, to_write=to_write)
        self._places: dict[str, int] = {}
        self._known: dict[str, Known] = {}
        try:
            self._end = self._look()
            if to_write:
                os.ftruncate(self._claim.number, self._end)
        except BaseException:
            self._claim.release()
            raise

    def _look(self) -> int:
        """Reads the whole file once; returns the position where its last complete record ends."""
        end = 0
        with open(self._path, "rb") as file:
            for number, line in enumerate(file, 1):
                record = parsed(line) if line.endswith(b"\n") else None
                if record is not None:
                    self._places[record["candidate"]] = end
                    self._known[record["candidate"]] = known(record)
                    end += len(line)
                elif _torn(line) and not file.read(1):
                    break
                else:
                    raise UsageError(
                        f"Line {number} of {quoted(self._path)} is no result of `grade batch`.",
                        code="no-results", remedy="Name another file.",
                    )  # fmt: skip
        return end

    def known(self) -> dict[str, Known]:
        return self._known

    def append(self, lines: Sequence[str]) -> None:
        data = "".join(f"{line}\n" for line in lines).encode("ascii")
        try:
            done = 0
            while done < len(data):
                done += os.pwrite(self._claim.number, data[done:], self._end + done)
            os.fsync(self._claim.number)
        except OSError as exc:
            with contextlib.suppress(OSError):
                os.ftruncate(self._claim.number, self._end)
            raise _not_written(self._path, exc.strerror or str(exc)) from exc
        for line in lines:
            self._places[candidate(line)] = self._end
            self._end += len(line) + 1

    def records(self) -> Iterator[ResultDict]:
        with open(self._path, "rb") as file:
            for place in sorted(self._places.values()):
                file.seek(place)
                record = parsed(file.readline())
                assert record is not None  # it was valid when the file was opened
                yield record

    def close(self) -> None:
        self._claim.release()


def _torn(line: bytes) -> bool:
    """Whether `line` can be an incomplete record: the beginning of one, or unwritten space."""
    opening = OPENING.encode()
    return line.startswith(opening) or opening.startswith(line) or not line.strip(b"\0\n")


class _SQLite:
    """A store in an SQLite database, one record a row, with columns for queries."""

    def __init__(self, path: str, *, to_write: bool) -> None:
        self._path = path
        self._claim = _Claim(path, to_write=to_write)
        try:
            if to_write:
                self._base = sqlite3.connect(path, isolation_level=None)
                self._base.execute("PRAGMA journal_mode = WAL")
                self._base.execute("PRAGMA synchronous = FULL")
                self._base.executescript(_TABLE)
            else:
                self._base = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
                self._base.execute("SELECT 1 FROM latest LIMIT 1")
        except BaseException:
            self._claim.release()
            raise

    def known(self) -> dict[str, Known]:
        return {record["candidate"]: known(record) for record in self.records()}

    def append(self, lines: Sequence[str]) -> None:
        try:
            with self._base:
                self._base.execute("BEGIN")
                self._base.executemany(
                    "INSERT INTO results (candidate, path, started, finished, status, points, max_points, "
                    "bonus, sha256, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    map(_row, lines),
                )
        except sqlite3.Error as exc:
            raise _not_written(self._path, str(exc)) from exc

    def records(self) -> Iterator[ResultDict]:
        for (text,) in self._base.execute("SELECT record FROM latest ORDER BY id"):
            record = parsed(text)
            if record is None:
                raise UsageError(
                    f"{quoted(self._path)} holds a row that is no result of `grade batch`.",
                    code="no-results", remedy="Name another file.",
                )  # fmt: skip
            yield record

    def close(self) -> None:
        self._base.close()
        # Only now: a file's last descriptor that is closed gives up the locks of all others in the process.
        self._claim.release()


def _row(line: str) -> tuple[object, ...]:
    record = json.loads(line)
    report = record["report"]
    score, submission = report["score"] or {}, report["submission"] or {}
    # A lone surrogate is no text to SQLite; the record itself is ASCII and holds everything.
    path = record["path"].encode("utf-8", "backslashreplace").decode()
    return (
        record["candidate"], path, record["started"], record["finished"], report["status"],
        score.get("points"), score.get("max_points"), score.get("bonus"), submission.get("sha256"), line,
    )  # fmt: skip


def _not_written(path: str, why: str) -> InfrastructureError:
    return InfrastructureError(
        f"The results cannot be written to {quoted(path)} ({why}).",
        code="results-not-written",
        remedy="Make room; the same command then grades what is missing.",
    )
