"""Hidden suite of async_fetcher: what the results are."""

import pytest
from solution import fetch_all

pytestmark = pytest.mark.group("Answers")

# What every client takes for a plain answer: none that asks to log in, to wait or to try again.
GOOD_STATUSES = (200, 201, 202, 203)
BAD_STATUSES = (403, 404, 405, 409, 410, 418, 422, 451, 500, 501, 502, 599)


def check_dicts(results, count):
    assert type(results) is list
    assert len(results) == count
    assert all(type(result) is dict for result in results)


def check_results(results, expected):
    """Exactly these results; `test_order` alone looks at their order."""
    check_dicts(results, len(expected))
    for result in expected:
        assert results.count(result) == expected.count(result)


def success(page):
    return {"url": page.url, "status": page.status, "body": page.body}


def urls_of(pages):
    return [page.url for page in pages]


@pytest.mark.hint("Everything below 400 is a success: exactly url, status and body, also if empty.")
async def test_success(web, rng):
    """gives address, status and text of a page, whatever status below 400 it has"""
    pages = [web.page(status=status) for status in GOOD_STATUSES]
    pages += [web.page(""), web.page()]
    rng.shuffle(pages)
    results = await fetch_all(urls_of(pages))
    check_results(results, [success(page) for page in pages])
    assert all(type(result["status"]) is int for result in results)
    assert all(page.hits for page in pages)


@pytest.mark.hint("Bodies are UTF-8.")
async def test_text(web, rng):
    """reads texts in all the world's scripts"""
    # Blanks and line ends belong to a text, also where it begins and ends.
    alphabet = "aé ß ž Ω Ж ש ع अ ไ 漢 한 🙂 𐍈 ‰ € \u00a0 \x7f \n"
    texts = ["".join(rng.choices(alphabet, k=rng.randint(20, 200))) for _ in range(4)]
    pages = [web.page(f" \tž{text}\n  €  \n") for text in texts]
    results = await fetch_all(urls_of(pages))
    check_results(results, [success(page) for page in pages])


@pytest.mark.limits(cpu_seconds=3)
@pytest.mark.hint("An answer need not come in one piece. Read it to its end, and not in tiny steps.")
async def test_long(web, rng):
    """reads long pages to the end"""
    # 0.7 MB: more than any buffer on the way, less than what the way to the suite carries at once.
    line = "".join(rng.choices("abcdefghijklmnopqrst", k=100))
    pages = [web.page(line * 7000 + "end"), web.page()]
    results = await fetch_all(urls_of(pages))
    assert type(results) is list
    # No comparison that would be shown: of so long a text no difference is worth it.
    is_whole = [success(page) in results for page in pages]
    assert is_whole == [True, True]


@pytest.mark.points(3)
@pytest.mark.hint("From 400 on: exactly url, status and error, whatever the page says besides.")
async def test_error_statuses(web, rng):
    """gives an error for every status from 400 on, and a text for the others"""
    pages = [web.page(status=status) for status in (400, 200, *rng.sample(BAD_STATUSES, 5), 201)]
    rng.shuffle(pages)
    results = await fetch_all(urls_of(pages))
    check_dicts(results, len(pages))
    expected = []
    for page in pages:
        if page.status < 400:
            expected.append(success(page))
        else:
            found = [result for result in results if result.get("url") == page.url]
            assert len(found) == 1
            assert type(found[0].get("status")) is int
            assert type(found[0].get("error")) is str
            expected.append({"url": page.url, "status": page.status, "error": found[0]["error"]})
    check_results(results, expected)


@pytest.mark.hint("The same address twice means two requests and two results.")
async def test_repeated(web, rng):
    """fetches a repeated address each time, and nothing for no address"""
    nothing = await fetch_all([])
    assert type(nothing) is list
    assert len(nothing) == 0
    once, thrice = web.page(), web.page()
    pages = [thrice, once, thrice, thrice]
    rng.shuffle(pages)
    results = await fetch_all(urls_of(pages))
    check_dicts(results, len(pages))
    assert all(result.get("status") == 200 for result in results)
    assert once.hits >= 1
    assert thrice.hits >= 3


@pytest.mark.points(2)
@pytest.mark.hint("The results stand in the order of the addresses, whichever comes in first, or fails.")
async def test_order(web, rng):
    """keeps the order of the addresses, whichever page is the slowest and whichever fails"""
    # Half a second between first and last: no loaded machine mixes that up.
    for first_delay in (0.5, 0.0):
        pages = [web.page(delay_seconds=0.5 - first_delay) for _ in range(rng.randint(3, 6))]
        pages.insert(0, web.page(delay_seconds=first_delay))
        urls = urls_of(pages)
        # Those that fail stand between those that do not, so neither kind may come first.
        pages.append(web.page(status=rng.choice(BAD_STATUSES)))
        for failing in (web.refused_url, pages[-1].url):
            urls.insert(rng.randint(1, len(urls) - 1), failing)
        results = await fetch_all([*urls])  # a copy: it may be used up
        check_dicts(results, len(urls))
        assert [result.get("url") for result in results] == urls
        assert all(page.hits for page in pages)
