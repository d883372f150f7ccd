"""A notebook's code cells become Python; what only a notebook understands is left out and named."""

from __future__ import annotations

import ast
import json
from typing import Any

import pytest

from grader.errors import RejectedSubmission
from grader.submissions.magics import plain
from grader.submissions.notebooks import read_notebook


def cell(source: Any, count: int | None = None, kind: str = "code") -> dict[str, Any]:
    return {"cell_type": kind, "source": source, "execution_count": count, "metadata": {}, "outputs": []}


def written(*cells: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells, **more}).encode()


def test_code_cells_come_in_order_and_are_numbered_alone() -> None:
    found = read_notebook("a.ipynb", written(
        cell("# title", kind="markdown"), cell(["x = 1\n", "y = 2"], 1), cell("%%bash\nls", 2),
        cell("z = !ls", 3),
    ))  # fmt: skip
    assert found.cells == ("x = 1\ny = 2", "", "pass")
    assert found.left_out == ("[cell 2] %%bash", "[cell 3] z = !ls")
    assert found.out_of_order == ""


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((1, 2, 3), ""), ((None, 5, None, 7), ""), ((None, None), ""),
        ((2, 1), "cell 2 was number 1, cell 1 before it number 2"),
        ((1, None, 1), "cell 3 was number 1, cell 1 before it number 1"),
    ],
)  # fmt: skip
def test_cells_that_were_run_out_of_order_are_noted(counts: tuple[int | None, ...], said: str) -> None:
    found = read_notebook("a.ipynb", written(*(cell("x = 1", count) for count in counts)))
    assert said in found.out_of_order and bool(said) == bool(found.out_of_order)


@pytest.mark.parametrize(
    ("metadata", "numbers"),
    [
        ({"tags": ["raises-exception"]}, (2,)), ({"tags": ["a", "raises-exception"]}, (2,)),
        ({"tags": ["skip", 7, None]}, ()), ({"tags": "raises-exception"}, ()), ({"tags": None}, ()), ({}, ()),
        ("raises-exception", ()), (["tags"], ()),
    ],
)  # fmt: skip
def test_cells_that_are_tagged_may_raise(metadata: Any, numbers: tuple[int, ...]) -> None:
    tagged = {**cell("1 / 0"), "metadata": metadata}
    found = read_notebook("a.ipynb", written(cell("x = 1"), cell("text", kind="markdown"), tagged, cell("y")))
    assert found.may_raise == numbers


REFUSED: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"x = 1\n", "not-a-notebook"),
    "a list": (b"[]", "not-a-notebook"),
    "another document": (b'{"a": 1}', "not-a-notebook"),
    "cells that are none": (b'{"nbformat": 4, "cells": 7}', "not-a-notebook"),
    "a cell that is none": (b'{"nbformat": 4, "cells": [7]}', "not-a-notebook"),
    "a source that is none": (written(cell(7)), "not-a-notebook"),
    "lines that are none": (written(cell(["x", 7])), "not-a-notebook"),
    "a format of true": (b'{"nbformat": true, "cells": []}', "not-a-notebook"),
    "an old one": (b'{"nbformat": 3, "worksheets": []}', "old-notebook"),
    "no cell": (written(), "no-code"),
    "no code cell": (written(cell("text", kind="markdown")), "no-code"),
    "blank cells": (written(cell(" \n"), cell("%%html\n<b>")), "no-code"),
    "Julia": (
        written(cell("x"), metadata={"kernelspec": {"name": "julia-1.9", "language": "julia"}}),
        "another-kernel",
    ),
    "R by its name": (written(cell("x"), metadata={"kernelspec": {"name": "ir"}}), "another-kernel"),
    "R by its language": (written(cell("x"), metadata={"language_info": {"name": "R"}}), "another-kernel"),
    "nested without end": (b"[" * 200_000, "not-a-notebook"),
    "lists without end": (b'{"nbformat": 4, "cells": [' + b"[]," * 600_000 + b"[]]}", "too-large"),
    "many cells": (written(*[cell("x")] * 2001), "too-many-cells"),
    "half a character": (written(cell("'\ud800'")), "not-utf-8"),
    "a number of many digits": (b'{"nbformat": 4' + b"0" * 100_000 + b"}", "not-a-notebook"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_notebook_for_us_is_said_to_be_none(name: str) -> None:
    data, code = REFUSED[name]
    with pytest.raises(RejectedSubmission) as caught:
        read_notebook("a.ipynb", data)
    assert caught.value.code == code
    assert caught.value.message.startswith("'a.ipynb' ")


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"name": "conda-env-x", "language": "python"}}, {"language_info": {"name": "python"}},
        {"kernelspec": {"name": "anything"}}, {"kernelspec": 7}, 7, {},
    ],
)  # fmt: skip
def test_python_is_python_whatever_its_kernel_is_called(metadata: Any) -> None:
    assert read_notebook("a.ipynb", written(cell("x = 1"), metadata=metadata)).cells == ("x = 1",)


@pytest.mark.parametrize(
    ("source", "text", "left_out"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1", ["%matplotlib inline"]),
        ("!pip install a \\\n  b\nx = 1", "pass\n\nx = 1", ["!pip install a \\"]),
        ("if x:\n    !ls\ny = 1", "if x:\n    pass\ny = 1", ["!ls"]),
        ("files = !ls *.csv", "pass", ["files = !ls *.csv"]),
        ("t = %timeit -o f()", "pass", ["t = %timeit -o f()"]),
        ("print?\nx??\n?y\nz = 1", "pass\npass\npass\nz = 1", ["print?", "x??", "?y"]),
        ("%%time\nx = 1", "\nx = 1", ["%%time"]),
        ("\n%%capture out\nx = 1", "\n\nx = 1", ["%%capture out"]),
        ("%%timeit -n 3\nf()", "\nf()", ["%%timeit -n 3"]),
        ("%%writefile a.py\nx = 1", "", ["%%writefile a.py"]),
        ("%%\nx", "", ["%%"]),
        ("%%time\n%%capture out\nx = 1", "\n\nx = 1", ["%%time", "%%capture out"]),
        ("%%time\n%%bash\nls", "", ["%%time", "%%bash"]),
        ("%%time", "", ["%%time"]),
        ("\n \n%%time\n\n%%capture\n\n%ls", "\n \n\n\n\n\npass", ["%%time", "%%capture", "%ls"]),
        (
            "get_ipython().run_line_magic('matplotlib', 'inline')\nx = 1",
            "pass\nx = 1",
            ["get_ipython().run_line_magic('matplotlib', 'inline')"],
        ),
        (
            'if x:\n  get_ipython().system("echo \')\' \\"(#");  # so\r\ny = 1',
            "if x:\n  pass\ny = 1",
            ['get_ipython().system("echo \')\' \\"(#");  # so'],
        ),
    ],
)
def test_lines_for_a_notebook_are_left_out(source: str, text: str, left_out: list[str]) -> None:
    found = plain(source)
    assert (found.text, list(found.left_out)) == (text, left_out)
    ast.parse(found.text)


@pytest.mark.parametrize(
    "source",
    [
        'text = """\n%d of\n!that\n"""',
        "text = '''a\\'''\n%s\n'''",
        "rest = (10\n% 3)",
        "rest = 10 \\\n% 3",
        "x = [\n  7 # (\n  % 2,\n]",
        "a = 'it\\'s # no comment ('\nb = 1",
        "x != 1",
        "x %= 2",
        "print('what?')",
        "d = {'a': '!'}\ne = d",
        "s = 'a\\\n%d'",
        'r"\\"\nx = f"{1}"',
        "files = get_ipython().getoutput('ls')",
        "get_ipython().system('ls') or f()",
        "get_ipython().system('ls'); x = 1",
        "in_colab = 'google.colab' in str(get_ipython())",
        "get_ipython()",
        "text = [\nget_ipython().system('ls')\n]",
        "get_ipython().run_line_magic(\n'matplotlib', 'inline')",
    ],
)
def test_python_stays_as_it_is(source: str) -> None:
    assert plain(source) == plain.__globals__["Cell"](source)
