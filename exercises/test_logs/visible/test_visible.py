"""The tests of test_logs that a candidate is given; what they use is in conftest.py."""

import pytest

pytestmark = [pytest.mark.group("Examples"), pytest.mark.points(2)]


def test_last_line(bench):
    """tell the right one from one that drops the last line"""

    async def drops_the_last_line(inside, cont, name):
        async with inside.opened() as session, session.get(inside.url(cont)) as response:
            before = None
            async for line in response.content:
                if before is not None:
                    await inside.print(name, before)
                before = line

    bench.check(drops_the_last_line)


def test_name(bench):
    """tell the right one from one that prints without the name"""

    async def prints_without_the_name(inside, cont, name):
        async with inside.opened() as session, session.get(inside.url(cont)) as response:
            async for line in response.content:
                await inside.print(line)

    bench.check(prints_without_the_name)
