"""The user of root's sandboxes: somebody else each time, whom nobody is; and what only root may read."""

from __future__ import annotations

import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grader.sandboxes.bubblewrap import readable, stranger

as_root = pytest.mark.skipif(
    os.geteuid() != 0, reason="an ordinary user makes no namespaces with others in them"
)


def numbers() -> list[int]:
    found = [stranger._free_number() for _ in range(50)]
    assert None not in found
    return [number for number in found if number is not None]


def test_an_ordinary_user_stays_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with stranger.stranger() as user:
        assert user == stranger.Stranger(("--unshare-user",), ())


@as_root
def test_root_is_somebody_else_each_time_whom_the_system_gives_to_nobody() -> None:
    found = numbers()
    assert len(set(found)) > 40
    known = stranger._RANGES[0] if max(found) > 1 << 20 else stranger._RANGES[1]
    assert all(known[0] <= number < number + 1 < known[1] for number in found)


@as_root
def test_many_threads_have_theirs_at_once_and_all_descriptors_are_closed() -> None:
    before = set(os.listdir("/proc/self/fd"))

    def once(_: int) -> tuple[str, ...]:
        with stranger.stranger() as user:
            return tuple(os.readlink(f"/proc/self/fd/{number}") for number in user.descriptors)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(once, range(24), timeout=60))
    assert all(re.fullmatch(r"user:\[\d+\]", name) for pair in found for name in pair)
    assert all(first != second for first, second in found)
    assert set(os.listdir("/proc/self/fd")) <= before


def test_what_anybody_may_read_is_not_copied(tmp_path: Path) -> None:
    open_folder = tmp_path / "open"
    open_folder.mkdir(mode=0o755)
    (open_folder / "file").touch(0o644)
    assert readable.readable(str(open_folder)) == str(open_folder)


@as_root
@pytest.mark.parametrize("strict", [".", "file", "folder"])
def test_what_only_root_may_read_is_copied_once_and_again_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strict: str
) -> None:
    monkeypatch.setenv("GRADE_CACHE", str(tmp_path / "cache"))
    source = tmp_path / "source"
    for folder in (source, source / "folder", source / "site-packages"):
        folder.mkdir(mode=0o755)
    for name in ("file", "folder/deep", "site-packages/hidden"):
        (source / name).write_text(name)
        (source / name).chmod(0o600 if name == strict else 0o644)
    if (source / strict).is_dir():
        (source / strict).chmod(0o700)
    copy = Path(readable.readable(str(source)))
    assert copy != source
    assert (copy / "folder/deep").read_text() == "folder/deep"
    assert list((copy / "site-packages").iterdir()) == []
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o044 == 0o044 for path in copy.rglob("*"))
    assert Path(readable.readable(str(source))) == copy
    (source / "file").write_text("something else")
    again = Path(readable.readable(str(source)))
    assert (again / "file").read_text() == "something else"
    assert len(list((tmp_path / "cache" / "readable").iterdir())) == 2
