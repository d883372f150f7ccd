"""Tells which texts of the candidate's annotations a library may evaluate in the judge."""

from __future__ import annotations

import re

# What may stand in an annotation that somebody evaluates here: names, subscripts and unions, none of it a
# call or an assignment, and no more than that in a text within it.
_TYPE = re.compile(r"""(?:[\w.\[\], |]|'[\w. -]*'|"[\w. -]*")*""", re.ASCII)
_TEXT = re.compile(r"""(?<!\w)'[\w. -]*'|(?<!\w)"[\w. -]*\"""", re.ASCII)
_TWO_WORDS, _LONGEST = re.compile(r"[\w'\"]\s+\w|\w['\"]", re.ASCII), 300


def is_harmless(text: object) -> bool:
    """Whether evaluating an annotation's text in the judge can do no harm."""
    if not isinstance(text, str):
        return True
    if len(text) > _LONGEST or not _TYPE.fullmatch(text):
        return False
    # Words side by side are harmless in texts within it, where there are no brackets; elsewhere they could be
    # a loop, which can assign.
    return not _TWO_WORDS.search(_TEXT.sub("0", text))
