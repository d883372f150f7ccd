# exercise: fix_extend_list
"""A conditional expression, and a slice at the end."""

from typing import Any, Optional


def extendList(val: Any, lst: Optional[list] = None) -> list:
    target = list() if lst is None else lst
    target[len(target) :] = (val,)
    return target
