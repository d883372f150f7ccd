"""What an exercise demands of a file's source before anything of it runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodeRules:
    """Names that a file must not use, and why; and whether one that does not compile is left ungraded."""

    forbid: tuple[str, ...] = ()
    because: str = ""
    reject_broken: bool = False

    @property
    def demand_something(self) -> bool:
        """Whether a file has to be looked at for them."""
        return bool(self.forbid) or self.reject_broken

    def task(self) -> str:
        """The part of the task's text that tells candidates of them; empty where there is nothing to tell."""
        parts = []
        if self.forbid:
            names = listed(f"`{name}`" for name in self.forbid)
            parts.append(f"## Not allowed\n\nA solution must not use {names}: {self.because}\n")
        if self.reject_broken:
            parts.append("A file that does not compile is not graded, and does not count.\n")
        return "\n".join(parts)


NO_RULES = CodeRules()


def listed(names: Iterable[str], word: str = "or") -> str:
    """Some names as a person lists them: `a, b or c`."""
    *before, last = names
    return f"{', '.join(before)} {word} {last}" if before else last
