"""`grade submit`, against bare pytest and against pytest in a container."""

from __future__ import annotations

from collections.abc import Iterator

from . import container
from .commands import bare_pytest, grade, plain_suite, seconds
from .pairs import Pairs, Row, compared, interleaved


def rows(rounds: int) -> Iterator[Row]:
    """The comparisons, a row each: `grade submit` by pytest, bare and in a container."""
    with plain_suite() as folder:

        def by_pytest(argv: list[str]) -> Pairs:
            return interleaved(lambda: seconds(argv), lambda: seconds(bare_pytest(), folder), rounds)

        yield compared("grade, bubblewrap : bare pytest", by_pytest(grade("bubblewrap")), 2.0, 1.5)
        if not container.available():
            return
        name = container.build()
        in_container = container.run_pytest(name)
        yield compared("grade, docker : bare pytest", by_pytest(grade("docker")), 2.7, 2.0)
        pairs = interleaved(lambda: seconds(grade("docker")), lambda: seconds(in_container), rounds)
        yield compared("grade, docker : docker run pytest", pairs, aim=1.0)
        yield compared("docker run pytest : bare pytest", by_pytest(in_container))
        yield compared("docker run true : bare pytest", by_pytest(container.run_nothing(name)))
