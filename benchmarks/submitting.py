"""`grade submit`, against bare pytest and against pytest in a container."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from . import container
from .commands import bare_pytest, grade, plain_suite, seconds
from .pairs import Row, compared, interleaved


def rows(rounds: int) -> Iterator[Row]:
    """One row a comparison."""
    with plain_suite() as folder:
        embedded = grade("bubblewrap")
        yield _against_pytest("grade, bubblewrap : bare pytest", embedded, folder, rounds, 2.0, 1.5)
        if not container.available():
            return
        name = container.build()
        in_container = container.run_pytest(name)
        yield _against_pytest("grade, docker : bare pytest", grade("docker"), folder, rounds, 2.7, 2.0)
        pairs = interleaved(lambda: seconds(grade("docker")), lambda: seconds(in_container), rounds)
        yield compared("grade, docker : docker run pytest", pairs, aim=1.0)
        yield _against_pytest("docker run pytest : bare pytest", in_container, folder, rounds)
        yield _against_pytest("docker run true : bare pytest", container.run_nothing(name), folder, rounds)


def _against_pytest(
    name: str, argv: list[str], folder: Path, rounds: int, most: float | None = None, aim: float | None = None
) -> Row:
    pairs = interleaved(lambda: seconds(argv), lambda: seconds(bare_pytest(), folder), rounds)
    return compared(name, pairs, most, aim)
