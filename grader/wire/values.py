"""Encodes plain values as bytes: exact types, iterative, bounded; the trust boundary.

Theory of operation. The bytes are the program of a small stack machine, as in pickle, but its operations can
only build built-in values, so there is nothing that it could be made to execute. The content of a container
is in brackets. A list or dict enters the memo when it is opened, a tuple or set when it is closed, so that
shared and cyclic containers keep their structure; a tuple that was reached again through itself is dropped
and taken from the memo, as pickle does it. Nothing recurses in either direction, and both directions keep the
same counts (`Size`), so that `decode` accepts whatever `encode` accepts.

Any other object travels as a `Ref`: a number in a table that only its owner can read.
"""

from __future__ import annotations

from .bounds import NotPlain, Ref, RefWithValue, refuse
from .decoder import decode
from .encoder import IN_STEP, encode
from .plain import plain_base

__all__ = ["IN_STEP", "NotPlain", "Ref", "RefWithValue", "decode", "encode", "plain_base", "refuse"]
