"""What comes from the sandbox stays data, whatever an ordinary suite does with it outside."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from grader.errors import ExerciseError
from grader.report import Report, Verdict
from grader.sandboxes.base import SandboxProvider
from tests import real

# Leaves a mark where it runs on this machine; inside, there is no such folder.
SOLUTION = """
import io, os, pickle, tarfile

EVIL = "__import__('pathlib').Path({marks!r}, 'mark').touch()"

class Point:
    def __init__(self, x): self.x = x
    def __eq__(self, other): return isinstance(other, Point) and self.x == other.x
    def __repr__(self): return f"{{EVIL}} or Point({{self.x}})"

class Rude:
    def __repr__(self): return EVIL
    def __reduce__(self): return eval, (EVIL,)

def text(): return EVIL
def texts(): return [EVIL]
def dumped(): return pickle.dumps(Rude())
def dumped_by_hand(): return b"cos\\nsystem\\n(S'touch {marks}/mark'\\ntR."
def write(path): path.write_text(EVIL)
def secret(): return {secret!r}

def pack(path):
    with tarfile.open(path, "w") as archive:
        link = tarfile.TarInfo("out")
        link.type, link.linkname = tarfile.SYMTYPE, {marks!r}
        archive.addfile(link)
        archive.addfile(tarfile.TarInfo("out/mark"), io.BytesIO(b""))
"""
ASKED = {
    "eval(repr(Rude()))": "it is evaluated inside",
    "eval(text())": "so is what a function gives",
    "eval(text(), {'Point': Point})": "whatever names it has",
    "exec(text())": "and what is executed",
    "exec(compile(text(), 'it', 'exec'), {})": "also if it was compiled first",
    "list(map(eval, [text()]))": "or by whatever calls it",
    "pickle.loads(dumped())": "a pickle makes values only",
    "pickle.loads(dumped_by_hand())": "whichever way it names something",
    "pickle._loads(dumped_by_hand())": "and whoever reads it",
    "open(secret()).read()": "no file of this machine is read",
    "pathlib.Path(secret()).read_text()": "by any library",
    "pack(tmp_path / 'a'); tarfile.open(tmp_path / 'a').extractall(tmp_path)": "no archive writes elsewhere",
    "pack(tmp_path / 'a.tar'); shutil.unpack_archive(tmp_path / 'a.tar', tmp_path)": "however it is unpacked",
}
MISUSED = {
    "eval(text() + ' ')": "evaluates a text",
    "eval(texts()[0])": "evaluates a text",
    "exec(f'x = {text()}')": "evaluates a text",
    "(write(tmp_path / 'a.py'), exec((tmp_path / 'a.py').read_text()))": "evaluates a text",
    "(write(tmp_path / 'a.py'), runpy.run_path(str(tmp_path / 'a.py')))": "runs a file of the test's folder",
    "subprocess.run([sys.executable, '-c', text()])": "starts a program",
    "os.system(text())": "starts a program",
    "asyncio.run(asyncio.create_subprocess_exec(sys.executable, '-c', text()))": "starts a program",
}
SUITE = """
import asyncio, os, pathlib, pickle, runpy, shutil, subprocess, sys, tarfile
from solution import *

def test_it(tmp_path):
    {expression}
"""


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    folder = tmp_path / "marks"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    (folder / "secret").write_text("s3cret")
    return folder


def graded(sandbox: SandboxProvider, marks: Path, expression: str) -> Report:
    exercise = real.tiny_exercise(marks.parent / "tiny", SUITE.format(expression=expression))
    source = textwrap.dedent(SOLUTION).format(marks=str(marks), secret="/etc/passwd")
    return real.graded(exercise, source.encode(), sandbox)


@pytest.mark.usual(len(ASKED))
@pytest.mark.parametrize("expression", ASKED)
def test_what_comes_from_there_never_runs_here(
    sandbox: SandboxProvider, marks: Path, expression: str
) -> None:
    (check,) = graded(sandbox, marks, expression).checks
    assert not (marks / "mark").exists()
    assert check.verdict in (Verdict.PASSED, Verdict.FAILED)  # and is no fault of author or machine
    assert "root:" not in check.message


@pytest.mark.usual(len(MISUSED))
@pytest.mark.parametrize("expression", MISUSED)
def test_a_suite_that_would_run_it_is_told_so(sandbox: SandboxProvider, marks: Path, expression: str) -> None:
    with pytest.raises(ExerciseError, match=rf"test_tiny\.py:\d+: {MISUSED[expression]}"):
        graded(sandbox, marks, expression)
    assert not (marks / "mark").exists()
