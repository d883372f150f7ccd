"""The command `grade`; also `python -m grader`."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Runs the command `grade` with this process's arguments."""
    # Imports make many objects and no garbage, and a command is over before a collection would pay.
    gc.disable()
    for number in (0, 1, 2):  # a closed one would be given to a socket of ours, and then be replaced
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    early = None
    command = "".join(sys.argv[1:2])
    if command in ("submit", "batch") and not {"-h", "--help"}.intersection(sys.argv):
        # The judge imports pytest, which takes longer than all else: it starts first, and waits for its job.
        from .judge.handle import ForkServer, JudgeHandle

        early = (JudgeHandle if command == "submit" else ForkServer)(debug="--debug" in sys.argv)
    from .cli import grade

    grade(obj=early, prog_name="grade")


if __name__ == "__main__":
    # `python -m` looks into the current folder first, where a submission may be called json.py.
    if not sys.flags.safe_path and sys.path[0] != __file__.rpartition("/grader/")[0]:
        del sys.path[0]
    main()
