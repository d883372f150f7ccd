"""Visible suite of async_fetcher.

`web` is a small HTTP server of the suite. `web.page()` puts a page on it: `page.url` is where,
`page.body` what it answers, `page.hits` how often it was asked. `web.peak` is the most requests
that the server has seen in flight at once.
"""

import pytest
from solution import fetch_all


def check_results(results, expected):
    """Exactly these results; `test_order` alone looks at their order."""
    assert type(results) is list
    assert len(results) == len(expected)
    for result in expected:
        assert result in results


def check_order(results, urls):
    assert type(results) is list
    assert all(type(result) is dict for result in results)
    assert [result.get("url") for result in results] == urls


def success(page):
    return {"url": page.url, "status": page.status, "body": page.body}


def failure(results, url, status):
    """What is expected where there is no good answer: any text will do as the error."""
    assert type(results) is list
    assert all(type(result) is dict for result in results)
    errors = [result.get("error") for result in results if result.get("url") == url]
    assert len(errors) == 1
    assert type(errors[0]) is str
    return {"url": url, "status": status, "error": errors[0]}


@pytest.mark.group("Answers")
@pytest.mark.hint("A dict with exactly the keys url, status and body; the body is a str.")
async def test_pages(web, rng):
    """gives address, status and text of each page"""
    pages = [web.page() for _ in range(rng.randint(3, 6))]
    results = await fetch_all([page.url for page in pages])
    check_results(results, [success(page) for page in pages])
    assert all(page.hits for page in pages)


@pytest.mark.group("Answers")
@pytest.mark.points(2)
@pytest.mark.hint(
    "The slowest page may come first in the list, and one that fails: so its result does as well."
)
async def test_order(web):
    """keeps the order of the addresses"""
    pages = [web.page(delay_seconds=seconds) for seconds in (0.5, 0, 0.25, 0)]
    pages.insert(1, web.page(status=404))
    urls = [page.url for page in pages]
    urls.insert(3, web.refused_url)
    check_order(await fetch_all([*urls]), urls)
    assert all(page.hits for page in pages)


@pytest.mark.group("Trouble")
@pytest.mark.points(3)
@pytest.mark.hint("From status 400 on there is an error, and no body.")
async def test_error_status(web):
    """tells an error status from a success"""
    good, missing, broken = web.page(), web.page(status=404), web.page(status=500)
    results = await fetch_all([missing.url, good.url, broken.url])
    check_results(
        results,
        [failure(results, missing.url, 404), success(good), failure(results, broken.url, 500)],
    )


@pytest.mark.group("Trouble")
@pytest.mark.hint("An exception of one fetch must not end the others.")
async def test_refused(web):
    """keeps the other results when it cannot connect to one address"""
    first, second = web.page(), web.page()
    results = await fetch_all([first.url, web.refused_url, second.url])
    check_results(results, [success(first), failure(results, web.refused_url, None), success(second)])


@pytest.mark.group("Concurrency")
@pytest.mark.points(2)
@pytest.mark.hint("Several at once, and with max_concurrent=3 never more than three.")
async def test_limit(web):
    """fetches several at once, and no more than asked for"""
    # The pages wait until one more than allowed is asked for, or until a little time has passed.
    gate = web.gate(4, patience_seconds=0.6)
    pages = [web.page(gate=gate) for _ in range(12)]
    await fetch_all([page.url for page in pages], max_concurrent=3)
    assert all(page.hits for page in pages)
    assert 2 <= web.peak <= 3
