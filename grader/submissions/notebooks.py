"""Reads a submitted notebook: its code cells in order, as plain Python."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..text import counted, printable
from .magics import plain
from .submission import Notebook, rejected

# What its JSON may consist of: each list, dict and element costs the reader some 60 bytes.
_MOST_PARTS = 1 << 20
_MOST_CELLS = 2000
_MOST_NAMED = 50
# Kernels that some notebooks name without the language they are for.
_FOREIGN = re.compile(
    r"(?:ir|julia|bash|javascript|deno|java|rust|gophernotes|scala|octave|sas|stata)\b", re.I
)

# The tag with which nbconvert and others take an exception for what the cell is to show.
_MAY_RAISE = "raises-exception"


@dataclass(frozen=True, slots=True)
class _CodeCell:
    source: str
    count: int | None  # when it was last run
    may_raise: bool


def read_notebook(path: str, data: bytes) -> Notebook:
    """Reads the notebook with the content `data`, called `path`.

    Raises:
        RejectedSubmission: it is not a notebook, is for another language, too old, or has no code.
    """
    document = _parsed(path, data)
    version = document.get("nbformat")
    if type(version) is not int or ("cells" not in document and "worksheets" not in document):
        raise rejected(path, "is no notebook", "not-a-notebook", "Save it as a notebook (.ipynb).")
    if version < 4:
        what = f"has the notebook format {version}, which is too old"
        raise rejected(path, what, "old-notebook", "Save it in a current Jupyter.")
    kernel = _foreign_kernel(document.get("metadata"))
    if kernel:
        what = f"is a notebook for {printable(kernel, 40)}, not for Python"
        raise rejected(path, what, "another-kernel", "Choose a Python kernel.")
    cells = list(_code_cells(path, document.get("cells")))
    if len(cells) > _MOST_CELLS:
        what = f"has {len(cells)} code cells, above the limit of {_MOST_CELLS}"
        raise rejected(path, what, "too-many-cells", "Shorten it.")
    texts, left_out = [], []
    for number, found in enumerate(cells, 1):
        cell = plain(found.source)
        texts.append(cell.text)
        left_out += [f"[cell {number}] {printable(line, 80)}" for line in cell.left_out]
    if not any(text.strip() for text in texts):
        raise rejected(path, "has no code cell", "no-code", "Put your solution into code cells.")
    if len(left_out) > _MOST_NAMED:
        left_out = [*left_out[:_MOST_NAMED], f"and {counted(len(left_out) - _MOST_NAMED, 'more line')}"]
    may_raise = tuple(number for number, found in enumerate(cells, 1) if found.may_raise)
    out_of_order = _out_of_order([found.count for found in cells])
    return Notebook(data, tuple(texts), tuple(left_out), out_of_order, may_raise)


def _parsed(path: str, data: bytes) -> dict[str, Any]:
    if sum(map(data.count, (b"[", b"{", b","))) > _MOST_PARTS:
        raise rejected(path, "has too much in it", "too-large", "Clear its outputs and save it again.")
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_int=_integer)
    except (ValueError, RecursionError):
        document = None
    if type(document) is not dict:
        raise rejected(path, "is no notebook", "not-a-notebook", "Save it as a notebook (.ipynb).")
    return document


def _integer(digits: str) -> int:
    return int(digits[:18])  # none of ours is longer


def _foreign_kernel(metadata: Any) -> str:
    """The language that the notebook declares, if it is not Python; else empty."""
    about = metadata if type(metadata) is dict else {}
    info, spec = (
        part if type(part) is dict else {} for part in map(about.get, ("language_info", "kernelspec"))
    )
    for language in (info.get("name"), spec.get("language")):
        if type(language) is str and language.strip():
            is_python = language.strip().lower() in ("python", "python3", "ipython")
            return "" if is_python else language
    name = spec.get("name")
    return name if type(name) is str and _FOREIGN.match(name) else ""


def _code_cells(path: str, cells: Any) -> Iterator[_CodeCell]:
    for cell in cells if type(cells) is list else [None]:
        if type(cell) is not dict or type(kind := cell.get("cell_type")) is not str:
            raise rejected(path, "is no notebook", "not-a-notebook", "Save it as a notebook (.ipynb).")
        if kind != "code":
            continue
        source = cell.get("source")
        lines: list[Any] = source if type(source) is list else [source]
        if not all(type(line) is str for line in lines):
            raise rejected(path, "has a cell without text", "not-a-notebook", "Save it again.")
        text = "".join(lines)
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise rejected(path, "has a cell that is not UTF-8 text", "not-utf-8", "Save it again.") from None
        count = cell.get("execution_count")
        yield _CodeCell(text, count if type(count) is int else None, _MAY_RAISE in _tags(cell))


def _tags(cell: dict[str, Any]) -> list[Any]:
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if type(metadata) is dict else None
    return tags if type(tags) is list else []


def _out_of_order(counts: list[int | None]) -> str:
    """A sentence for a notebook whose cells were last run in another order; else empty."""
    last, of = 0, 0
    for number, count in enumerate(counts, 1):
        if count is None:
            continue
        if count <= last:
            return (
                f"its cells were last run out of order: cell {number} was number {count}, "
                f"cell {of} before it number {last}; here they run from top to bottom"
            )
        last, of = count, number
    return ""
