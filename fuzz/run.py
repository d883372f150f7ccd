"""Searches for bytes that break a promise: python fuzz/run.py [TARGET ...] [--seconds N] [--keep].

Guided by coverage, with atheris (`pip install -e '.[fuzz]'`). What is found is written to the current folder,
as `crash-…`. Every input of the corpus is also part of the ordinary tests, which need no atheris.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

# As a script this file's own folder would come first.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

NAMES = (
    "codec", "frames", "messages", "docker-stream", "loopback", "archives", "notebooks", "in-step", "objects",
    "tables",
)  # fmt: skip
# The first argument of a target's own process; what follows the target is for libFuzzer.
_SEARCH = "--search"
_GUIDED_BY = ["grader.wire", "grader.submissions", "grader.judge.talk.stream", "grader.judge.talk.loopback"]
_MOST_BYTES = 4096
_MOST_MEMORY_MB = 1024
_LONGEST_SECONDS = 20


def main() -> int:
    """Searches for each target in a process of its own, since the search ends its process."""
    parser = argparse.ArgumentParser(description="Hostile bytes for what reads the sandbox's.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(NAMES)} [default: all]")
    parser.add_argument("--seconds", type=int, default=60, help="for each target [default: 60]")
    parser.add_argument(
        "--keep", action="store_true", help="add to the corpus what takes new steps in the code"
    )
    options = parser.parse_args()
    if unknown := [name for name in options.targets if name not in NAMES]:
        parser.error(f"there is no target {unknown[0]!r}")
    failed = [name for name in options.targets or NAMES if _run(name, options.seconds, keep=options.keep)]
    print(f"broken: {', '.join(failed)}" if failed else "no promise was broken")
    return 1 if failed else 0


def _run(name: str, seconds: int, *, keep: bool) -> int:
    from fuzz.keep import add
    from fuzz.targets import CORPUS

    inputs = CORPUS / name
    bounds = [
        f"-max_len={_MOST_BYTES}", f"-rss_limit_mb={_MOST_MEMORY_MB}", f"-timeout={_LONGEST_SECONDS}",
        "-print_final_stats=1",
    ]  # fmt: skip
    argv = [sys.executable, __file__, _SEARCH, name]
    with tempfile.TemporaryDirectory(prefix="grade-fuzz-") as folder:
        print(f"== {name}: {seconds} s, {len(list(inputs.iterdir()))} inputs to begin with", flush=True)
        code = subprocess.call([*argv, *bounds, f"-max_total_time={seconds}", folder, str(inputs)])
        if keep and not code:
            print(f"{add(name, Path(folder))} added")
    return code


def _search(name: str, arguments: list[str]) -> None:
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed: pip install -e '.[fuzz]'")
    with atheris.instrument_imports(include=_GUIDED_BY):
        from fuzz.targets import TARGETS, bounded

    TARGETS[name](b"")  # what it loads once is no input's doing

    def once(data: bytes) -> None:
        with bounded(data):
            TARGETS[name](data)

    atheris.Setup([sys.argv[0], *arguments], once)
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] == [_SEARCH]:
        _search(sys.argv[2], sys.argv[3:])
    sys.exit(main())
