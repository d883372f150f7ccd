"""What comes from the sandbox stays data, whatever an ordinary suite does with it outside."""

from __future__ import annotations

import contextlib
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
def raw(): return EVIL.encode()
class Derived(str): pass
def derived(): return Derived(EVIL)
def folder(): return {marks!r}
def url(): return "http://192.0.2.1/"
def byte_code(path):
    import importlib.util, marshal
    code = compile(EVIL, "<x>", "exec")
    path.write_bytes(importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code))
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
    "eval(texts()[0])": "as an item too",
    "captured(text())": "or by another name",
    "pytest.raises(SyntaxError, eval, text())": "or by pytest",
    "list(concurrent.futures.ThreadPoolExecutor().map(eval, texts()))": "or in a thread",
    "from helping import evaluated; evaluated(text())": "or in a module that the test imports",
    "os.remove(secret())": "no file of this machine is removed",
    "shutil.rmtree(folder())": "nor a folder",
    "os.rename(secret(), tmp_path / 'a')": "nor moved",
    "secret() and pathlib.Path(folder(), 'mark').write_text('')": "nor made",
    "os.listdir(folder())": "nor looked at",
    "sqlite3.connect(':memory:').execute(f\"ATTACH '{folder()}/mark' AS a\")": "whoever is asked for it",
    "urllib.request.urlopen(url(), timeout=1)": "no other machine is asked",
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
    "eval(raw())": "evaluates a text",
    "eval(memoryview(raw()))": "evaluates a text",
    "eval(derived())": "evaluates a text",
    "code.InteractiveInterpreter().runsource(text())": "evaluates a text",
    "timeit.timeit(text(), number=1)": "evaluates a text",
    "(byte_code(tmp_path / 'a.py'), runpy.run_path(str(tmp_path / 'a.py')))": "runs a file",
    "in_thread(os.system, text())": "starts a program",
    "(text(), os.kill(999999, 9))": "sends a signal",
    "exec(f'x = {text()}')": "evaluates a text",
    "(write(tmp_path / 'a.py'), exec((tmp_path / 'a.py').read_text()))": "evaluates a text",
    "(write(tmp_path / 'a.py'), runpy.run_path(str(tmp_path / 'a.py')))": "runs a file of the test's folder",
    "subprocess.run([sys.executable, '-c', text()])": "starts a program",
    "os.system(text())": "starts a program",
    "asyncio.run(asyncio.create_subprocess_exec(sys.executable, '-c', text()))": "starts a program",
}
SUITE = """
import asyncio, code, concurrent.futures, os, pathlib, pickle, runpy, shutil, sqlite3, subprocess, sys
import tarfile, threading, timeit, urllib.request
import pytest
from solution import *

captured = eval

def in_thread(function, *arguments):
    thread = threading.Thread(target=function, args=arguments)
    thread.start()
    thread.join()

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
    (exercise.folder / "hidden" / "helping.py").write_text("def evaluated(text): return eval(text)")
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
    with pytest.raises(ExerciseError, match=rf"test_tiny\.py.*{MISUSED[expression]}"):
        graded(sandbox, marks, expression)
    assert not (marks / "mark").exists()


# What a file would say to pass who cannot know what is expected; and what an ordinary suite evaluates.
CHEAT = """
def name(): return "expected"
def names(): return ["expected"]
def same(text): return text
def replacing(): return "def oracle(x): return 42"
def doubled(): return "x + x"
def changing(): return b"\\x80\\x02cfractions\\nFraction\\nN}U\\x06__eq__cbuiltins\\nbool\\ns\\x86b."
"""
CHEATED = {
    "eval(name()) == expected": "by a name that stands in the suite",
    "eval(names()[0]) == expected": "wherever it comes from",
    "eval(name(), {}, locals()) == expected": "nor among names that are not chosen",
    "eval(name(), {**globals(), **locals()}) == expected": "nor in copies of them",
    "same(text) == eval(text)": "a text of the suite's is evaluated here, whoever repeats it",
    "[exec(replacing(), globals()), oracle(41)][1] != 42": "functions of the suite are not replaced",
    "pickle.loads(changing()) and Fraction(1, 2) == Fraction(1, 3)": "nor methods of classes",
}
ORDINARY = {
    "eval(doubled(), {'x': number}) == 2 * number": "names are given",
    "eval(doubled(), {'__builtins__': {}}, {'x': 2}) == 4": "and kept",
    "eval(f'{number} * (2 + 3)') == 5 * number": "sums are made",
    "same(eval)('1 + 1') == 2": "the function is handed in",
    "Fields.read('1 + 1') == Fields().read('1 + 1') == 2": "or is an attribute",
    "timeit.timeit(lambda: same(1), number=2) > 0": "functions are timed",
    "tempfile.TemporaryFile().write(same(b'x')) == 1": "files are made",
    "[pathlib.Path(__file__).with_name('a').write_text(same('x'))] == [1]": "beside the suite, too",
    "inspect.signature(Fields).parameters['x'].annotation is same(int)": "classes are written",
}
COMPARING = """
import dataclasses, inspect, pathlib, pickle, tempfile, timeit
from fractions import Fraction
import pytest
from solution import *

def oracle(x): return x + 2

@pytest.mark.parametrize("expected", [17])
@pytest.mark.parametrize("text", ["1 + 2 * 3"])
@pytest.mark.parametrize("number", [3])
def test_it(expected, text, number):
    @dataclasses.dataclass
    class Fields:
        x: int = 0
        read = eval
    assert {expression}
"""


def compared(sandbox: SandboxProvider, folder: Path, expression: str) -> Verdict:
    exercise = real.tiny_exercise(folder / "tiny", COMPARING.replace("{expression}", expression))
    (check,) = real.graded(exercise, CHEAT.encode(), sandbox).checks
    return check.verdict


@pytest.mark.usual(len(CHEATED))
@pytest.mark.parametrize("expression", CHEATED)
def test_a_text_finds_nothing_of_what_is_expected(
    sandbox: SandboxProvider, tmp_path: Path, expression: str
) -> None:
    assert compared(sandbox, tmp_path, expression) is Verdict.FAILED


@pytest.mark.usual(len(ORDINARY))
@pytest.mark.parametrize("expression", ORDINARY)
def test_what_suites_do_otherwise_goes_on(sandbox: SandboxProvider, tmp_path: Path, expression: str) -> None:
    assert compared(sandbox, tmp_path, expression) is Verdict.PASSED


TEARING_DOWN = """
import os
import pytest
import solution

@pytest.fixture(scope="{scope}")
def kept():
    yield
    os.system("touch {marks}/mark")

def test_it(kept):
    solution.end()
"""


@pytest.mark.parametrize("scope", ["function", "module"])
def test_fixtures_of_a_test_that_has_ended_are_watched_too(
    sandbox: SandboxProvider, marks: Path, scope: str
) -> None:
    exercise = real.tiny_exercise(marks.parent / "tiny", TEARING_DOWN.format(scope=scope, marks=marks))
    with contextlib.suppress(ExerciseError):
        real.graded(exercise, b"import os\ndef end(): os._exit(1)\n", sandbox)
    assert not (marks / "mark").exists()
