"""What of a file counts as a use of a forbidden name, and what does not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from worker import forbidden
from worker.forbidden import review, review_all

from grader.wire.messages import Setup

ENTRIES = ("sorted", "numpy.linalg", ".sort", "functools")


def used(source: str, *entries: str) -> list[tuple[str, int]]:
    broken, uses = review(source.encode(), entries or ENTRIES)
    assert broken is None
    return list(uses)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("sorted([1])", "sorted"),
        ("s = sorted", "sorted"),
        ("f(key=sorted)", "sorted"),
        ("def f(x, s=sorted): return s(x)", "sorted"),
        ("f'{sorted([1])}'", "sorted"),
        ("from builtins import sorted", "sorted"),
        ("from builtins import sorted as s", "sorted"),
        ("import builtins\nbuiltins.sorted([])", "sorted"),
        ("import builtins as b\nb.sorted([])", "sorted"),
        ("__builtins__.sorted([])", "sorted"),
        ("__builtins__['sorted']([])", "sorted"),
        ("getattr(__builtins__, 'sorted')", "sorted"),
        ("getattr(__import__('builtins'), 'sor' + 'ted')", "sorted"),
        ("eval('sorted(x)')", "sorted"),
        ("exec('y = eval(\"sorted(x)\")')", "sorted"),
        ("globals()['sorted']", "sorted"),
        # What is no definition of their own, or not always.
        ("sorted = sorted", "sorted"),
        ("if x:\n    sorted = None\nsorted([])", "sorted"),
        ("print(sorted([]))\ndef sorted(x): pass", "sorted"),
        ("def f():\n    global sorted\n    return sorted([])\n", "sorted"),
        ("sorted = 1\ndel sorted\nsorted([])", "sorted"),
        ("class A:\n    sorted = 1\n    def f(self): return sorted([])", "sorted"),
        ("[y for y in sorted(x)]", "sorted"),
        ("x.sort()", ".sort"),
        ("list.sort(x)", ".sort"),
        ("getattr(x, 'sort')()", ".sort"),
        ("import operator\noperator.methodcaller('sort')(x)", ".sort"),
        (
            "from operator import attrgetter as a\nfrom operator import attrgetter\nattrgetter('sort')",
            ".sort",
        ),
        ("list.__dict__['sort'](x)", ".sort"),
        ("vars(list)['sort'](x)", ".sort"),
        ("import numpy.linalg", "numpy.linalg"),
        ("import numpy.linalg as la", "numpy.linalg"),
        ("from numpy import linalg as la", "numpy.linalg"),
        ("from numpy.linalg import norm", "numpy.linalg"),
        ("from numpy import *", "numpy.linalg"),
        ("import numpy as np\nnp.linalg.norm(x)", "numpy.linalg"),
        ("import numpy as np\nn = np\nm = n\nm.linalg", "numpy.linalg"),
        ("import numpy as np\na, m = 1, np\nm.linalg", "numpy.linalg"),
        ("import numpy as np\ngetattr(np, 'linalg')", "numpy.linalg"),
        ("import numpy as np\ngetattr(getattr(np, 'linalg'), 'norm')", "numpy.linalg"),
        ("import importlib\nimportlib.import_module('numpy.linalg')", "numpy.linalg"),
        ("__import__('numpy.linalg')", "numpy.linalg"),
        ("__import__('numpy').linalg", "numpy.linalg"),
        ("import functools", "functools"),
        ("from functools import reduce", "functools"),
    ],
)
def test_a_forbidden_name_is_found_however_it_is_written(source: str, name: str) -> None:
    assert name in dict(used(source))


@pytest.mark.parametrize(
    "source",
    [
        "def sorted(x): return x\nprint(sorted([]))",
        "print(f([]))\ndef f(x): return sorted(x)\ndef sorted(x): return x",
        "def f(sorted): return sorted(1)",
        "def f(*sorted, **more): return sorted",
        "lambda sorted: sorted",
        "def f():\n    sorted = 0\n    return sorted + 1",
        "def f():\n    for sorted in x: print(sorted)",
        "def f():\n    sorted = 0\n    def g(): return sorted\n    return g",
        "[sorted for sorted in x]",
        "x.sorted = 1; x.sorted",
        "{'sorted': 1}['sorted']",
        "'sorted'",
        "# sorted(x)",
        "class A:\n    def sort(self): pass",
        "x.sort = None",
        "import numpy\nnumpy.array([1])",
        "from numpy import array",
        "import numpy_linalg",
        "linalg = 1; linalg",
        "resorted(x)",
        "eval('1 +')",
        "getattr(x, name)",
    ],
)
def test_what_is_their_own_or_means_something_else_is_no_use(source: str) -> None:
    assert used(source) == []


def test_each_entry_is_told_once_with_its_first_line() -> None:
    source = "x = 1\nx.sort()\ny = sorted(x)\nx.sort()\nsorted(y)\n"
    assert used(source) == [(".sort", 2), ("sorted", 3)]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (b"x = 1\ndef f(:\n", 2),
        (b"return 1", 1),
        (b"x\0", 0),
        (b"(" * 300, 1),
        (b"# coding: no-such\n", 0),
    ],
)
def test_what_does_not_compile_is_said_with_its_line(source: bytes, line: int) -> None:
    broken, uses = review(source, ENTRIES)
    assert uses == ()
    assert broken[0] in (line, 0)
    assert broken[1]


def test_a_long_file_takes_no_long_time() -> None:
    source = "import numpy as np\n" + "a = np\n" * 5000 + "x" + ".y" * 400 + "\n" + "b = sorted(a)\n" * 5000
    began = time.process_time()
    assert used(source) == [("sorted", 5003)]
    assert time.process_time() - began < 5


def test_all_modules_that_are_handed_in_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forbidden, "FOLDER", str(tmp_path))
    sources = {
        "main.py": "x = 1\nsorted(x)\n",
        "helper.py": "import functools\nsorted(x)\n",
        "given.py": "x.sort()\n",
    }
    for name, source in sources.items():
        (tmp_path / name).write_text(source)
    files = tuple((name, len(source), name == "given.py") for name, source in sources.items())
    setup = Setup(sources["main.py"].encode(), "main.py", (), False, files=files)
    assert review_all(setup, ENTRIES) == (None, (("functools", 0), ("sorted", 2)))
    (tmp_path / "helper.py").write_text("def\n")
    assert review_all(setup, ("numpy",))[0] == (0, "helper.py, line 1: invalid syntax")


def test_a_notebook_may_await_and_its_cells_are_looked_at() -> None:
    cells = ("await x", "sorted(x)")
    setup = Setup("\n".join(cells).encode(), "a.ipynb", (), False, cells=cells)
    assert review_all(setup, ENTRIES) == (None, (("sorted", 2),))
