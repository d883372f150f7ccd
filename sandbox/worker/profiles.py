"""Hides our frames from profile functions, to which Python 3.11 would show them; later versions do not.

On those versions nothing is replaced.
"""

from __future__ import annotations

import gc
import sys

from . import unseen, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

_real_set, _real_get = sys.setprofile, sys.getprofile
_HOME = __file__.rpartition("worker")[0]
_OUR_FILES = (f"{_HOME}worker/", f"{_HOME}grader/")
# What stands for a profile function of the candidate's, by identity; never forgotten, so that it stays taken.
_meant: dict[int, Any] = {}


def replace() -> None:
    """Replaces `sys.setprofile` and `sys.getprofile` everywhere that Python refers to them."""
    replaced = {
        "setprofile": (_real_set, visible.profile_setter(unseen.opaque("setprofile", _set))),
        "getprofile": (_real_get, visible.profile_getter(unseen.opaque("getprofile", _get))),
    }
    for name, (real, ours) in replaced.items():
        for names in gc.get_referrers(real):
            if type(names) is dict and names.get(name) is real:
                names[name] = ours
    unseen.conceal(_meant, _real_set, _real_get)


def _set(function: Any) -> tuple[bool, Any]:
    if function is None:
        return False, _real_set(None)

    def told(frame: FrameType, event: str, argument: Any) -> None:
        if not frame.f_code.co_filename.startswith(_OUR_FILES):
            function(frame, event, argument)

    _meant[id(told)] = function
    unseen.keep_function(told)
    return False, _real_set(told)


def _get(nothing: None) -> tuple[bool, Any]:
    return False, _meant.get(id(_real_get()))
