"""What candidates are told: once, whole, in their own terms."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .conftest import Grade, tiny

HIDDEN = """
    from solution import f

    def test_one():
        "one"
        assert f(1) == 1
"""
SUBTESTS = """\
from solution import f

def test_three(subtests):
    "three"
    for number in (1, 2, 3):
        with subtests.test():
            assert f(number) == number
"""
VISIBLE = """\
from solution import f

def test_it():
    "gives it back"
    assert f(1) == 1
"""


@pytest.fixture
def told(submit: Grade, here: Path) -> Grade:
    """A function that grades a source, and gives the lines of the report."""

    def told(source: str | bytes, visible: str = VISIBLE) -> list[str]:
        exercises = tiny(here, HIDDEN, points=2)
        (exercises / "tiny" / "visible").mkdir()
        (exercises / "tiny" / "visible" / "test_visible.py").write_text(visible)
        (here / "f.py").write_bytes(source if isinstance(source, bytes) else source.encode())
        done = submit("f.py", "--exercise", "tiny", "--exercises", str(exercises))
        assert (done.code, done.err) == (1, ""), done
        return [line.strip() for line in done.out.splitlines()]

    return told


FAILURES = {
    "an exception": (
        "def f(x): return open('/none')\n",
        "f(1) raised FileNotFoundError: [Errno 2] No such file or directory: '/none' (line 1)",
    ),
    "an exception without words": ("def f(x): raise ValueError\n", "f(1) raised ValueError (line 1)"),
    "an assertion without words": ("def f(x): assert not x\n", "f(1) raised AssertionError (line 1)"),
    "a class of its own with a built-in's name": (
        "class KeyboardInterrupt(Exception): ...\ndef f(x): raise KeyboardInterrupt('no')\n",
        "f(1) raised KeyboardInterrupt: no (line 2)",
    ),
    "an object": ("def f(x): return iter([x]), object()\n", None),
    "other letters": ("def F(x): return x\n", "the file does not define `f`; did you mean `F`?"),
    "a method": (
        "class Solution:\n    def f(self, x): return x\n",
        "the file does not define `f`; `Solution` has a method of that name",
    ),
    "nothing like it": ("def other(x): return x\n", "the file does not define `f`"),
}  # fmt: skip


@pytest.mark.usual(2)
@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_told_once(told: Grade, name: str) -> None:
    source, wanted = FAILURES[name]
    lines = told(source)
    first = next(place for place, line in enumerate(lines) if "gives it back" in line)
    last = next(place for place, line in enumerate(lines) if "one" in line.split())
    message = [line for line in lines[first + 1 : last] if line]
    if wanted is None:
        assert message[0].startswith("f(1) gave ") and "a object" not in message[0]
    else:
        assert message == [wanted]


LOADING = {
    "syntax": ("def f(x):\n    return (x\n", "SyntaxError: '(' was never closed (line 2)"),
    "an exit": ("exit()\n", "it ends the program (SystemExit) (line 1)"),
    "an exit with a word": ("\nraise SystemExit('no')\n", "SystemExit: no (line 2)"),
    "a name": ("x = y\n", "NameError: name 'y' is not defined (line 1)"),
}


@pytest.mark.parametrize("name", LOADING)
def test_a_file_that_does_not_load_is_told_once_above_the_tests(told: Grade, name: str) -> None:
    source, wanted = LOADING[name]
    lines = told(source)
    assert [line for line in lines if "cannot be loaded" in line] == [f"the file cannot be loaded: {wanted}"]
    assert lines.index(f"the file cannot be loaded: {wanted}") < lines.index("Tests")


def test_beside_a_failed_subtest_stands_its_own_call(told: Grade) -> None:
    lines = told("def f(x): return 5 if x == 2 else x\n", SUBTESTS)
    assert "f(2) gave 5" in lines and "assert 5 == 2" in lines
    assert not any("f(3)" in line for line in lines)


def test_of_a_long_output_the_report_says_how_much_is_missing(told: Grade) -> None:
    lines = told("def f(x):\n    for n in range(3000): print('line', n)\n    return 2\n")
    assert "line 0" in lines and "line 2999" in lines
    (gap,) = (line for line in lines if line.startswith("… "))
    found = re.fullmatch(r"… (\d+) more lines, and (\d+) bytes between them", gap)
    assert found
    shown = sum(len(f"{line}\n") for line in lines if re.fullmatch(r"line \d+", line))
    everything = sum(len(f"line {number}\n") for number in range(3000))
    # Its lines have 9 or 10 bytes here, at the ends of what was cut fewer.
    rest = everything - shown - int(found[2])
    assert rest / 10 - 2 <= int(found[1]) <= rest / 7 + 2


@pytest.mark.parametrize("coding", ["latin-1", "cp1252"])
def test_a_file_may_name_its_encoding_as_python_has_it(submit: Grade, here: Path, coding: str) -> None:
    exercises = tiny(here, HIDDEN.replace("== 1", "== '\\xe9'"))
    (here / "f.py").write_bytes(f"# -*- coding: {coding} -*-\ndef f(x): return 'é'\n".encode(coding))
    done = submit("f.py", "--exercise", "tiny", "--exercises", str(exercises))
    assert (done.code, done.err) == (0, "")
