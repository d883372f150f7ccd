"""Tells which texts are interned: of these, two that are equal are one object, as `is` shows.

Python interns the constants that look like names. `assertIs(f(), "Rocket")` in a suite, or `kind is "open"`
in a submission, hold where both texts are such, so what is interned on one side has to be so on the other.
"""

from __future__ import annotations

import sys

intern = sys.intern

# One of a single character is one object everywhere. Long ones are not looked at: names are short.
SHORTEST, LONGEST = 2, 64


def _was_found(text: str) -> bool:
    """True if `text` is the object that interning an equal text gives."""
    # The copy is a new object; where nothing equal is interned, it alone would be, until it is forgotten.
    return text.replace("_", "a").isalnum() and intern(text[:1] + text[1:]) is text


_is_interned = getattr(sys, "_is_interned", _was_found)  # from Python 3.13 on


def is_interned(text: str) -> bool:
    """True if `text` has to be interned on the other side too."""
    return SHORTEST <= len(text) <= LONGEST and _is_interned(text)
