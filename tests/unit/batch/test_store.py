"""What was synced is never lost, and what a crash left of a record is cut off; in both forms alike."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from grader.batch.result import OPENING
from grader.batch.store import Opened
from grader.errors import InfrastructureError, UsageError

from .conftest import Recorded, as_line

FORMS = ["results.jsonl", "results.sqlite"]


@pytest.fixture(params=FORMS)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / request.param)


def test_what_is_appended_is_there_again_and_the_last_of_a_candidate_counts(
    path: str, record: Recorded
) -> None:
    with Opened(path, to_write=True) as store:
        store.append([as_line(record("ada", "failed")), as_line(record("bob", "passed"))])
    with Opened(path, to_write=True) as store:
        assert set(store.known()) == {"ada", "bob"}
        store.append([as_line(record("ada", "passed"))])
        assert list(store.records()) == [record("bob", "passed"), record("ada", "passed")]
    with Opened(path) as store:
        assert list(store.records()) == [record("bob", "passed"), record("ada", "passed")]
        assert store.known()["ada"].sha256 == "sum of ada"


def test_two_runs_never_write_to_one_file(path: str) -> None:
    with Opened(path, to_write=True), pytest.raises(UsageError, match="Another run"):
        Opened(path, to_write=True).__enter__()
    with Opened(path, to_write=True):
        pass  # the first one has let go of it


def test_results_can_be_read_while_a_batch_writes_them(path: str, record: Recorded) -> None:
    with Opened(path, to_write=True) as store:
        store.append([as_line(record("ada", "passed"))])
        with Opened(path) as reader:
            assert [held["candidate"] for held in reader.records()] == ["ada"]
        store.append([as_line(record("bob", "passed"))])
        with pytest.raises(UsageError, match="Another run"):  # reading has not given up the claim
            Opened(path, to_write=True).__enter__()


def test_a_record_that_was_not_synced_whole_is_cut_off(tmp_path: Path, record: Recorded) -> None:
    path = tmp_path / "results.jsonl"
    whole = f"{as_line(record('ada', 'passed'))}\n".encode()
    last = f"{as_line(record('bob', 'passed'))}\n".encode()
    torn = [last[:size] for size in range(len(last))] + [b"\0" * 300, last[:40] + b"\0" * 90 + b"\n"]
    for tail in torn:
        path.write_bytes(whole + tail)
        with Opened(str(path), to_write=True) as store:
            assert set(store.known()) == {"ada"}
            assert path.read_bytes() == whole
            store.append([last.decode().strip()])
        assert path.read_bytes() == whole + last


@pytest.mark.parametrize(
    "content",
    [b"my notes\n", b"my notes", b'{"a": 1}\n', b"[]\n", b'{"record_version": 2, "candidate": "a"}\n{}\n'],
)
def test_a_file_of_somebody_elses_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "results.jsonl"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="no result of"):
        Opened(str(path), to_write=True).__enter__()
    assert path.read_bytes() == content


def test_what_is_broken_before_the_end_is_not_cut_off(tmp_path: Path, record: Recorded) -> None:
    path = tmp_path / "results.jsonl"
    content = f"{OPENING}\n{as_line(record('ada', 'passed'))}\n"
    path.write_text(content)
    with pytest.raises(UsageError, match="Line 1 "):
        Opened(str(path), to_write=True).__enter__()
    assert path.read_text() == content


def test_reading_changes_nothing(tmp_path: Path, record: Recorded) -> None:
    path = tmp_path / "results.jsonl"
    content = f"{as_line(record('ada', 'passed'))}\n{OPENING}"
    path.write_text(content)
    path.chmod(0o444)
    with Opened(str(path)) as store:
        assert [held["candidate"] for held in store.records()] == ["ada"]
    assert path.read_text() == content


def test_a_full_disk_leaves_whole_records_only(
    tmp_path: Path, record: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "results.jsonl"
    whole = f"{as_line(record('ada', 'passed'))}\n".encode()
    path.write_bytes(whole)
    write = os.pwrite

    def no_room(number: int, data: bytes, place: int) -> int:
        if len(data) < 50:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(number, data[: len(data) // 2], place)

    monkeypatch.setattr(os, "pwrite", no_room)
    with Opened(str(path), to_write=True) as store:
        with pytest.raises(InfrastructureError, match="No space left"):
            store.append([as_line(record("bob", "passed"))])
        assert path.read_bytes() == whole
        monkeypatch.undo()
        store.append([as_line(record("bob", "passed"))])
        assert [held["candidate"] for held in store.records()] == ["ada", "bob"]


def test_the_columns_of_sqlite_are_for_whoever_asks(tmp_path: Path, record: Recorded) -> None:
    path = tmp_path / "results.db"
    with Opened(str(path), to_write=True) as store:
        store.append([as_line({**record("ada", "passed", "failed"), "path": "in/a\udcff.py"})])
        store.append([as_line(record("bob", owner="candidate"))])
    base = sqlite3.connect(path)
    asked = "SELECT candidate, path, status, points, max_points, sha256 FROM latest ORDER BY id"
    assert base.execute(asked).fetchall() == [
        ("ada", "in/a\\udcff.py", "graded", 1.0, 2.0, "sum of ada"),
        ("bob", "in/bob.py", "rejected", None, None, "sum of bob"),
    ]
    base.close()


def test_a_database_of_somebody_elses_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "results.db"
    path.write_text("my notes, which are long enough to be no database at all\n" * 9)
    for to_write in (False, True):
        with pytest.raises(UsageError, match="cannot be opened"):
            Opened(str(path), to_write=to_write).__enter__()
    assert path.read_text().startswith("my notes")
