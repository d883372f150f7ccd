"""Rules about a file's source that are checked before any of it runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodeRules:
    """The rules for a file's source: forbidden names, the reason, and whether it must compile."""

    forbid: tuple[str, ...] = ()
    because: str = ""
    reject_broken: bool = False

    @property
    def demand_something(self) -> bool:
        """Whether there is any rule, so that a file must be inspected."""
        return bool(self.forbid) or self.reject_broken

    def task(self) -> str:
        """The paragraphs of the task that tell candidates these rules; empty if there are none."""
        parts = []
        if self.forbid:
            names = listed(f"`{name}`" for name in self.forbid)
            parts.append(f"## Not allowed\n\nA solution must not use {names}: {self.because}\n")
        if self.reject_broken:
            parts.append("A file that does not compile is not graded, and does not count.\n")
        return "\n".join(parts)


NO_RULES = CodeRules()


def listed(names: Iterable[str], word: str = "or") -> str:
    """Joins names as prose does: `a, b or c`."""
    *before, last = names
    return f"{', '.join(before)} {word} {last}" if before else last
