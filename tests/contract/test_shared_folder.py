"""The folder of `tmp_path`, in which the suite may have made links that lead anywhere on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.report import Verdict

from .conftest import Grade, Verdicts

LINKED = """
from solution import use

def test_links(tmp_path):
    (tmp_path / "link").symlink_to("{outside}")
    use(str(tmp_path))
"""
# What replaces the link by a folder of its own does so in the test's folder alone.
REPLACES = """
import os

def use(folder):
    os.remove(f"{folder}/link")
    os.mkdir(f"{folder}/link")
    with open(f"{folder}/link/victim", "w") as file:
        file.write("changed")
"""
FORGES = """
import gc

def use(folder):
    for kind in gc.get_objects():
        if type(kind) is type and kind.__name__ == "Folder":
            kind.read = lambda folder: FORGED
"""


@pytest.mark.usual(3)
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (REPLACES, "passed"),
        (FORGES.replace("FORGED", '({"link/victim": b"changed", "link/more": b""}, [])'), "error"),
        (FORGES.replace("FORGED", '({}, ["link/victim", "link/folder"])'), "error"),
    ],
    ids=["replaces", "writes", "removes"],
)
def test_no_link_of_the_suites_is_followed(
    source: str, expected: str, verdicts: Verdicts, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    (outside / "folder").mkdir(parents=True)
    (outside / "victim").write_text("untouched")
    assert verdicts(LINKED.format(outside=outside), source) == {"test_links": expected}
    assert sorted(path.name for path in outside.iterdir()) == ["folder", "victim"]
    assert (outside / "victim").read_text() == "untouched"


SUITE = """
import os

from solution import describe, put

def test_links_are_links_inside(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_text("text")
    (tmp_path / "elsewhere").symlink_to("/etc")
    (tmp_path / "inside").symlink_to(tmp_path / "a")
    (tmp_path / "nowhere").symlink_to("missing")
    os.mkfifo(tmp_path / "pipe")
    there = describe(str(tmp_path))
    assert there == ["a", "elsewhere -> /etc", f"inside -> {tmp_path}/a", "nowhere -> missing"]
    (tmp_path / "inside").unlink()
    (tmp_path / "inside").write_text("no link any more")
    assert describe(str(tmp_path)) == ["a", "elsewhere -> /etc", "inside", "nowhere -> missing"]

def test_what_is_written_through_a_link(tmp_path):
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    put(str(tmp_path / "link"), "new")
    assert (tmp_path / "real").read_text() == "new" and (tmp_path / "link").is_symlink()

def test_one_thing_in_the_place_of_another(tmp_path):
    (tmp_path / "a").write_text("file")
    (tmp_path / "b" / "c").mkdir(parents=True)
    put(str(tmp_path / "a"), None)
    put(str(tmp_path / "b"), "file")
    assert (tmp_path / "a").is_dir() and (tmp_path / "b").read_text() == "file"

def test_what_is_neither_file_nor_folder(tmp_path):
    assert put(str(tmp_path / "pipe"), os.mkfifo) == put(str(tmp_path / "link"), "dangling") is None
"""
SOURCE = """
import os
import shutil

def describe(folder):
    return sorted(e.name + (f" -> {os.readlink(e)}" if e.is_symlink() else "") for e in os.scandir(folder))

def put(path, content):
    if content == "dangling":
        return os.symlink("missing", path)
    if callable(content):
        return content(path)
    if os.path.isdir(path):
        shutil.rmtree(path)
    elif content is None:
        os.remove(path)
    if content is None:
        os.mkdir(path)
    else:
        with open(path, "w") as file:
            file.write(content)
"""


def test_both_sides_see_the_same(verdicts: Verdicts) -> None:
    found = verdicts(SUITE, SOURCE)
    assert found == dict.fromkeys(found, "passed")
    assert len(found) == 4


def test_names_that_cannot_be_are_the_candidates_fault(grade: Grade) -> None:
    suite = "from solution import use\n\ndef test_names(tmp_path):\n    use(str(tmp_path))\n"
    for name in ("x" * 300, "\\ud800", "a/b/../c"):
        forged = FORGES.replace("FORGED", f'({{"a": (384, b""), "{name}": (384, b"")}}, [])')
        (check,) = grade(suite, forged).checks
        assert check.verdict is Verdict.ERROR
        assert check.message in ("a file outside of the test's folder", "files that cannot lie in one folder")


def test_rights_that_are_none_are_the_candidates_fault_and_others_let_the_judge_read(grade: Grade) -> None:
    suite = """
    from solution import use

    def test_rights(tmp_path):
        use(str(tmp_path))
        use(str(tmp_path))
        assert " ".join(oct(path.stat().st_mode) for path in sorted(tmp_path.iterdir())) == "none"
    """
    for told in ("True", "None", "b''", "(True, b'')", "('384', b'')", "(384, '')", "(384,)", "1.0"):
        (check,) = grade(suite, FORGES.replace("FORGED", f'({{"a": {told}}}, [])')).checks
        assert (check.verdict, check.message) == (Verdict.ERROR, "neither a file nor a folder")
    (check,) = grade(suite, FORGES.replace("FORGED", '({"a": 0, "b": (-1, b"x"), "c": (0, b"")}, [])')).checks
    assert "'0o40700 0o100777 0o100400'" in check.message


def test_no_module_that_the_candidate_wrote_is_imported_by_the_judge(verdicts: Verdicts) -> None:
    suite = """
    import sys
    import pytest
    from solution import write

    @pytest.mark.parametrize("place", ["", "inner", "packed.zip"])
    def test_its_module(monkeypatch, tmp_path, place):
        monkeypatch.syspath_prepend(str(tmp_path / place))
        sys.path.insert(0, str(tmp_path / place))
        assert write(str(tmp_path), "written") == 5
        with pytest.raises(ImportError):
            import written

    def test_the_judges_own(monkeypatch, tmp_path):
        monkeypatch.chdir(tmp_path)
        monkeypatch.syspath_prepend(tmp_path)
        write(str(tmp_path), "colorsys")
        import colorsys
        assert colorsys.rgb_to_hsv
    """
    source = """
    import importlib, os, zipfile
    def write(folder, name):
        os.makedirs(f"{folder}/inner", exist_ok=True)
        for place in (folder, f"{folder}/inner"):
            with open(f"{place}/{name}.py", "w") as file:
                file.write("VALUE = 5")
        with zipfile.ZipFile(f"{folder}/packed.zip", "w") as packed:
            packed.writestr(f"{name}.py", "VALUE = 5")
        importlib.invalidate_caches()
        return importlib.import_module(name).VALUE
    """
    assert set(verdicts(suite, source, points=4).values()) == {"passed"}
