"""The command `grade`; also `python -m grader`."""

from __future__ import annotations

import contextlib
import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .judge.handle import ForkServer, JudgeHandle


def main() -> None:
    """Runs the command `grade` with this process's arguments."""
    # Imports make many objects and no garbage, and a command is over before a collection would pay.
    gc.disable()
    for number in (0, 1, 2):  # a closed one would be reused for a socket of ours, and overwritten later
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    early = early_start(sys.argv[1:])
    from .cli import grade

    grade(obj=early, prog_name="grade")


def early_start(argv: list[str]) -> JudgeHandle | ForkServer | None:
    """Starts the process that will judge, for a command that needs one; the command takes it over.

    That process imports pytest, which takes longer than all else. So it is started before click is imported,
    and waits for its assignment.
    """
    command = "".join(argv[:1])
    if command not in ("submit", "batch") or not {"-h", "--help"}.isdisjoint(argv):
        return None
    if any(argument.startswith("--server") for argument in argv):  # a service judges, not this process
        return None
    if command == "submit" and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        # The first message, printed at once; every later one is longer and overwrites it.
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write("starting\r")
            sys.stderr.flush()
    from .judge.handle import ForkServer, JudgeHandle

    debug = "--debug" in argv
    return JudgeHandle(debug=debug) if command == "submit" else ForkServer(debug=debug)


if __name__ == "__main__":
    # `python -m` looks into the current folder first, where a submission may be called json.py.
    if not sys.flags.safe_path and sys.path[0] != __file__.rpartition("/grader/")[0]:
        del sys.path[0]
    main()
