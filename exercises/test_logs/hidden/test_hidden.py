"""Hidden suite of test_logs: one test for each way in which `logs` is broken."""

import pytest

pytestmark = [pytest.mark.group("Tests"), pytest.mark.points(2)]


@pytest.mark.hint("Is there a test in which it matters what comes first?")
def test_first_line(bench):
    """tell the right one from one that drops the first line"""

    async def drops_the_first_line(inside, cont, name):
        async with inside.opened() as session, session.get(inside.url(cont)) as response:
            first = True
            async for line in response.content:
                if not first:
                    await inside.print(name, line)
                first = False

    bench.check(drops_the_first_line)


@pytest.mark.hint("Is there a test with more than one line?")
def test_once(bench):
    """tell the right one from one that prints only once"""

    async def prints_once(inside, cont, name):
        async with inside.opened() as session, session.get(inside.url(cont)) as response:
            printed = False
            async for line in response.content:
                if not printed:
                    await inside.print(name, line)
                printed = True

    bench.check(prints_once)


@pytest.mark.hint("Whoever calls `logs` wants to know that there is no connection.")
def test_connection_error(bench):
    """tell the right one from one that swallows aiohttp.ClientConnectionError"""

    async def swallows_connection_errors(inside, cont, name):
        try:
            await bench.right(inside, cont, name)
        except inside.Raised as failure:
            if not failure.is_connection_error:
                raise

    bench.check(swallows_connection_errors)


@pytest.mark.hint("Whose logs are asked for?")
def test_container(bench, rng):
    """tell the right one from one that asks for another container's URL"""
    other = f"{rng.getrandbits(48):012x}"

    async def asks_for_another_container(inside, cont, name):
        await bench.right(inside, other, name)

    bench.check(asks_for_another_container)
