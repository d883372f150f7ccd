"""Describes a call to the candidate's code in one line."""

from __future__ import annotations

import reprlib
import sys
from typing import Any

from ...wire.messages import Raised, Returned
from .exceptions import told_place
from .proxies import is_proxy, reference, shown, word_for

# What Python calls the classes of bound methods.
_METHODS = ("method", "builtin_function_or_method")

# What is looked at of an array or a table; one more than is shown, so that the rest is seen to be left out.
_MOST_ROWS = 9


class _Short(reprlib.Repr):
    """A short `repr` that shows proxies in our own words, since their classes may pose as built-in ones."""

    def repr1(self, x: Any, level: int) -> str:
        """The short text for one value."""
        return shown(x) if is_proxy(x) else super().repr1(x, level)

    def repr_ndarray(self, x: Any, level: int) -> str:
        """The text for an array of NumPy's, whose own has a line for each row."""
        return " ".join(self.repr_instance(x, level).split())

    def repr_DataFrame(self, x: Any, level: int) -> str:
        """The text for a table of pandas, as what would make it; its own has a line for each row."""
        if not _is_of_pandas(x):
            return self.repr_instance(x, level)
        rows = x.iloc[:_MOST_ROWS, :_MOST_ROWS]
        columns = {name: rows.iloc[:, place].tolist() for place, name in enumerate(rows.columns)}
        return f"DataFrame({self.repr1(columns, level)}{self._index_of(rows, level)})"

    def repr_Series(self, x: Any, level: int) -> str:
        """The text for a series of pandas."""
        if not _is_of_pandas(x):
            return self.repr_instance(x, level)
        rows = x.iloc[:_MOST_ROWS]
        name = "" if x.name is None else f", name={self.repr1(x.name, level)}"
        return f"Series({self.repr1(rows.tolist(), level)}{self._index_of(rows, level)}{name})"

    def _index_of(self, rows: Any, level: int) -> str:
        if type(rows.index).__name__ == "RangeIndex" and (rows.index.start, rows.index.step) == (0, 1):
            return ""
        return f", index={self.repr1(rows.index.tolist(), level)}"


_short = _Short()
_short.maxlevel, _short.maxlist, _short.maxtuple, _short.maxdict = 4, 8, 8, 6
_short.maxset, _short.maxstring, _short.maxother, _short.maxlong = 8, 60, 60, 40


def note_method(found: Any, owner: Any, name: Any) -> None:
    """Notes by which name `found`, if it is a bound method, was asked of its owner."""
    if is_proxy(found) and is_proxy(owner) and reference(found).name in _METHODS:
        kind = reference(owner).name
        is_shown = kind.isascii() and kind.isidentifier()
        object.__setattr__(found, "_grade_called", f"{kind}.{name}" if is_shown else name)


def _name(target: Any) -> str:
    try:
        called: str = object.__getattribute__(target, "_grade_called")
    except AttributeError:
        return reference(target).name
    return called


def described(target: Any, arguments: tuple[Any, ...], keywords: dict[str, Any], answer: Any) -> str:
    """Describes one call in a line: the call, and what it returned or raised."""
    name = _name(target) if is_proxy(target) else ""
    texts = [_short.repr(argument) for argument in arguments]
    texts += [f"{key}={_short.repr(value)}" for key, value in keywords.items()]
    if type(answer) is Returned:
        value = answer.value
        result = f"gave {_with_article(word_for(value))}" if is_proxy(value) else f"gave {_short.repr(value)}"
    elif type(answer) is Raised:
        kind = answer.type_names[0] if answer.type_names else "an exception"
        text = f": {answer.text}" if answer.text else ""
        result = f"raised {kind}{text}{told_place(answer)}"
    else:
        result = "gave nothing usable"
    return f"{name or 'it'}({', '.join(texts)}) {result}"


def _is_of_pandas(value: Any) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and type(value) in (pandas.DataFrame, pandas.Series)


def _with_article(word: str) -> str:
    return f"{'an' if word[0] in 'aeio' else 'a'} {word}"
