# exercise: fix_default_dict
"""Reads by a method of its own."""

from typing import Any


class DefaultDict(dict[Any, Any]):
    def __getitem__(self, key: Any) -> Any:
        try:
            return super().__getitem__(key)
        except KeyError:
            super().__setitem__(key, [])
            return super().__getitem__(key)
