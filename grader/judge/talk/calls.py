"""Describes a call to the candidate's code in one line."""

from __future__ import annotations

import reprlib
from typing import Any

from ...wire.messages import Raised, Returned
from .exceptions import told_place
from .proxies import is_proxy, reference, shown, word_for


class _Short(reprlib.Repr):
    """A short `repr` that shows proxies in our own words, since their classes may pose as built-in ones."""

    def repr1(self, x: Any, level: int) -> str:
        """The short text for one value."""
        return shown(x) if is_proxy(x) else super().repr1(x, level)


_short = _Short()
_short.maxlevel, _short.maxlist, _short.maxtuple, _short.maxdict = 4, 8, 8, 6
_short.maxset, _short.maxstring, _short.maxother, _short.maxlong = 8, 60, 60, 40


def described(target: Any, arguments: tuple[Any, ...], keywords: dict[str, Any], answer: Any) -> str:
    """Describes one call in a line: the call, and what it returned or raised."""
    name = reference(target).name if is_proxy(target) else ""
    texts = [_short.repr(argument) for argument in arguments]
    texts += [f"{key}={_short.repr(value)}" for key, value in keywords.items()]
    if type(answer) is Returned:
        value = answer.value
        result = f"gave {_with_article(word_for(value))}" if is_proxy(value) else f"gave {_short.repr(value)}"
    elif type(answer) is Raised:
        kind = answer.type_names[0] if answer.type_names else "an exception"
        result = f"raised {kind}: {answer.text}{told_place(answer)}"
    else:
        result = "gave nothing usable"
    return f"{name or 'it'}({', '.join(texts)}) {result}"


def _with_article(word: str) -> str:
    return f"{'an' if word[0] in 'aeio' else 'a'} {word}"
