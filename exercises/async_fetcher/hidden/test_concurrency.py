"""Hidden suite of async_fetcher: how many requests the server sees at once."""

import pytest
from solution import fetch_all

pytestmark = pytest.mark.group("Concurrency")

# For how long pages wait for one request more than is allowed: so long that whoever sends too many has sent
# them by then, also in real time and on a busy machine.
TOO_MANY_SECONDS = 0.6
# For how long the first request waits for a second one. Only who never sends one waits it out.
COMPANY_SECONDS = 5.0


def urls_of(pages):
    return [page.url for page in pages]


def check_fetched(results, pages):
    """A result with the text of each page. Its order and exact dress are looked at elsewhere."""
    assert type(results) is list
    assert all(type(result) is dict for result in results)
    for page in pages:
        found = [result for result in results if result.get("url") == page.url]
        assert len(found) == 1
        assert found[0].get("status") == page.status
        assert found[0].get("body") in (page.body, page.body.encode())


def pages_for(web, count, limit):
    """Pages that show whether more than `limit` are asked for at once.

    Half of them send their head at once and the body later: an answer is over with its last byte.
    """
    gate = web.gate(limit + 1, patience_seconds=TOO_MANY_SECONDS)
    return [web.page(gate=gate) if n % 2 == 0 else web.page(delay_seconds=0.05) for n in range(count)]


@pytest.mark.points(2)
@pytest.mark.hint("The second request must start before the first one is answered.")
async def test_at_once(web, rng):
    """has several requests under way at once"""
    for count, limit in ((2, 2), (6, 2), (rng.randint(8, 16), 4)):
        # Once two have met, the gate is open: nobody who is left over waits there alone.
        gate = web.gate(2, patience_seconds=COMPANY_SECONDS)
        pages = [web.page(gate=gate) for _ in range(count)]
        results = await fetch_all(urls_of(pages), limit)
        check_fetched(results, pages)
        assert web.peak >= 2


@pytest.mark.points(2)
@pytest.mark.hint("A request is under way until the last byte of its answer has come, not its head.")
async def test_limit(web, rng):
    """never has more requests under way than asked for"""
    # The smaller limit first, since the server remembers its peak.
    for limit in (rng.randint(2, 3), rng.randint(5, 7)):
        pages = pages_for(web, limit * 3 + rng.randint(1, 3), limit)
        results = await fetch_all(urls_of(pages), max_concurrent=limit)
        check_fetched(results, pages)
        assert web.peak <= limit


@pytest.mark.hint("max_concurrent may be 1, and is 10 where it is not given.")
async def test_one_and_ten(web):
    """fetches one by one where asked to, and at most ten at once where nothing is asked for"""
    pages = [web.page(delay_seconds=0.05) for _ in range(5)]
    results = await fetch_all(urls_of(pages), max_concurrent=1)
    check_fetched(results, pages)
    assert web.peak == 1
    pages = pages_for(web, 30, 10)
    results = await fetch_all(urls_of(pages))
    check_fetched(results, pages)
    assert web.peak <= 10


@pytest.mark.hint("max_concurrent may be as high as 100, with more addresses than that.")
async def test_hundred(web):
    """copes with a hundred at once"""
    pages = [web.page(delay_seconds=0.1) for _ in range(120)]
    results = await fetch_all(urls_of(pages), max_concurrent=100)
    check_fetched(results, pages)
    assert web.peak <= 100
