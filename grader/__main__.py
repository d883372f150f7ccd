"""The command `grade`; also `python -m grader`."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the command line."""
    judge = None
    if sys.argv[1:2] == ["submit"] and not {"-h", "--help"}.intersection(sys.argv):
        # The judge imports pytest, which takes longer than all else: it starts first, and waits for its job.
        from .judge.process import Judge

        judge = Judge(debug="--debug" in sys.argv)
    from .cli import grade

    grade(obj=judge, prog_name="grade")


if __name__ == "__main__":
    main()
