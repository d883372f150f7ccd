"""The pages in a real browser with scripts off: by keyboard, on a phone, with what hostile people send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import httpx
import pytest

from tests.browser import PHONE, browser, wider  # noqa: F401 - a fixture

from .conftest import BAD, GOOD, Running, hand_in, runner, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOSTILE = '<img src=x onerror="alert(1)"></textarea><script>alert(2)</script>'


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:  # noqa: F811
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    context.set_default_timeout(30_000)
    found = context.new_page()
    yield found
    context.close()


def enter(page: Page, service: Running, token: str) -> None:
    page.goto(f"{service.url}/enter/{token}")
    page.get_by_role("button", name="Sign in").press("Enter")
    page.wait_for_url(f"{service.url}/")


def test_a_candidate_hands_in_by_keyboard_on_a_phone_and_reads_the_report(
    service: Running, page: Page
) -> None:
    invited = service.invited(candidate="Ada", attempts=3)
    enter(page, service, invited["token"])
    assert page.get_by_role("heading", level=1).inner_text() == "Tiny"
    assert "3 of 3 attempts left. Your latest submission counts." in page.content()
    assert "gives &lt;1&gt;" in page.content()  # a task's HTML stays text
    page.get_by_label("or paste your code here").focus()
    page.keyboard.insert_text(BAD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/submissions/"))
    assert "Waiting: number 1 in the queue" in page.get_by_role("status").inner_text()
    with runner(service.database, service.place):
        page.get_by_text("0 of 2 points").first.wait_for()
    assert "gives it twice" in page.content()
    assert "the-hidden-message" not in page.content()
    assert "stay hidden" in page.content()
    assert wider(page) == []
    (row,) = service.rows("SELECT name, attempt FROM submissions WHERE sha256 IS NOT NULL")
    assert row == ("tiny.py", 1)


@pytest.mark.matrix
def test_a_file_and_a_folder_are_handed_in_without_scripts(service: Running, page: Page) -> None:
    enter(page, service, service.invited(candidate="Files")["token"])
    page.get_by_label("A file, a notebook or an archive").set_input_files(
        {"name": "mine.py", "mimeType": "text/plain", "buffer": GOOD.encode()}
    )
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url(re.compile(r"/submissions/"))
    assert "mine.py" in page.content()
    page.goto(f"{service.url}/")
    folder = service.place / "handed"
    folder.mkdir(exist_ok=True)
    (folder / "solution.py").write_text(GOOD)
    page.get_by_label("or a folder").set_input_files(folder)
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url(re.compile(r"/submissions/"))
    assert "handed" in page.content()


def test_what_is_turned_away_is_told_on_the_page(service: Running, page: Page) -> None:
    enter(page, service, service.invited(candidate="Empty")["token"])
    page.get_by_role("button", name="Hand in").click()
    assert "nothing to hand in" in page.get_by_role("alert").inner_text()
    page.get_by_label("or paste your code here").fill(f"\n# mine {HOSTILE}")
    page.get_by_label("A file, a notebook or an archive").set_input_files(
        {"name": "mine.py", "mimeType": "text/plain", "buffer": GOOD.encode()}
    )
    page.get_by_role("button", name="Hand in").click()
    assert "more than one" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("or paste your code here").input_value() == f"\n# mine {HOSTILE}"  # is not lost
    assert service.rows("SELECT count(*) FROM submissions") == [(0,)]


def test_an_assessor_sees_code_beside_verdicts_and_nothing_of_it_runs(
    service: Running,
    browser: Browser,  # noqa: F811
) -> None:
    invited = service.invited(candidate=HOSTILE)
    client = service.of(invited["token"])
    source = f"def f():\n    raise ValueError({HOSTILE!r})\n# {HOSTILE}\n"
    first = hand_in(client, source)
    hand_in(client, GOOD)
    with runner(service.database, service.place):
        until(lambda: service.client().get("/submissions?state=queued").json()["submissions"] == [])
        until(lambda: service.client().get("/submissions?state=running").json()["submissions"] == [])
    context = browser.new_context()  # with scripts on: what could run would
    context.set_default_timeout(30_000)
    page, troubles = context.new_page(), []
    page.on("dialog", lambda dialog: troubles.append(dialog.message))
    page.on("console", lambda message: troubles.append(message.text))
    enter(page, service, service.tokens["assessor"])
    page.get_by_role("link", name="Tiny").first.click()
    assert page.get_by_role("img").count() == 1
    page.goto(f"{service.url}/submissions/{first['id']}")
    assert HOSTILE in page.locator("pre").last.inner_text()
    assert page.locator("img, script").count() == 0
    course = page.get_by_role("img", name="Percent of the points at each attempt")
    assert course.locator("text").all_text_contents() == ["1", "0%", "2", "100%"]
    page.get_by_role("link", name="Compare with attempt 2").click()
    earlier_first = page.locator("pre").inner_text()
    assert earlier_first.startswith("--- attempt 1\n+++ attempt 2\n")
    page.get_by_role("link", name="attempt 2").click()
    page.get_by_role("link", name="Compare with attempt 1").click()
    assert page.locator("pre").inner_text() == earlier_first  # also as seen from the later one
    page.goto(f"{service.url}/exercises/tiny?candidate={'x' * 50}&state=done")
    answer = page.request.get(f"{service.url}/exercises/tiny/results.csv")
    assert answer.status == 200
    assert troubles == []
    context.close()


def test_a_link_of_which_the_end_is_missing_is_said_to_be_so(service: Running, page: Page) -> None:
    page.goto(f"{service.url}/enter/{service.invited()['token'][:-3]}")
    assert "not whole" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Your token, or the link you were sent").is_visible()


def test_a_candidate_comes_to_no_page_of_others(service: Running) -> None:
    ada, eve = service.invited(candidate="Ada2"), service.invited(candidate="Eve2")
    others = hand_in(service.of(eve["token"]))["id"]
    with httpx.Client(base_url=service.url, cookies={"grade_token": ada["token"]}, verify=False) as client:
        assert client.get("/").status_code == 200
        for path in (f"/submissions/{others}", "/exercises/tiny", "/exercises/tiny/results.csv",
                     f"/submissions/{others}/compare?other={others}"):  # fmt: skip
            assert client.get(path).status_code == 404, path
        for path in (f"/submissions/{others}/regrade", "/exercises/tiny/regrade", "/exercises/tiny/invite"):
            assert client.post(path).status_code == 404, path
        assert "Eve2" not in client.get("/").text


def test_every_page_forbids_scripts_and_another_sites_forms_are_refused(service: Running) -> None:
    token = service.invited(candidate="Mallory")["token"]
    with httpx.Client(base_url=service.url, cookies={"grade_token": token}, verify=False) as client:
        for path in ("/", "/enter", "/style.css", "/icon.svg", "/nothing", "/healthz", "/readyz", "/metrics"):
            headers = client.get(path).headers
            assert "default-src 'none'" in headers["content-security-policy"], path
            assert "script-src" not in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = client.post("/hand-in", data={"source": GOOD}, headers=headers)
            assert answer.status_code == 403
        answer = client.post("/enter", data={"token": token})
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie


def test_the_first_page_has_an_icon_and_no_error_in_the_console(
    service: Running,
    browser: Browser,  # noqa: F811
) -> None:
    context = browser.new_context()  # with scripts on, as most people have them
    page, troubles, asked_for = context.new_page(), [], []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("response", lambda response: asked_for.append((response.url, response.status)))
    page.goto(f"{service.url}/enter")
    icon = page.locator("link[rel=icon]").get_attribute("href")
    assert icon == "/icon.svg"  # and so no browser asks for /favicon.ico
    answer = page.request.get(f"{service.url}{icon}")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert troubles == []
    assert {status for _, status in asked_for} == {200}
    context.close()


def test_without_a_cookie_that_counts_there_is_only_the_door(service: Running) -> None:
    with httpx.Client(base_url=service.url, verify=False) as client:
        assert client.get("/").headers["location"] == "/enter"
        assert client.post("/enter", data={"token": "grade_" + "A" * 43}).status_code == 403
        assert client.get("/exercises/tiny").status_code == 404
        assert client.post("/hand-in", data={"source": GOOD}).headers["location"] == "/enter"


def test_an_assessor_invites_by_keyboard_on_a_phone_and_the_link_opens_the_task(
    service: Running, page: Page
) -> None:
    enter(page, service, service.tokens["assessor"])
    page.locator("a[href='/exercises/tiny']").press("Enter")
    page.get_by_label("Name").fill("x" * 120)
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    page.get_by_label("Deadline in UTC").fill("2030-01-31T18:00")
    page.get_by_role("button", name="Create a link").press("Enter")
    page.get_by_role("heading", level=1, name="x" * 120).wait_for()
    assert wider(page) == []
    link = page.locator("pre").inner_text()
    page.get_by_role("button", name="Sign out").press("Enter")
    page.goto(link)
    page.get_by_role("button", name="Sign in").press("Enter")
    page.get_by_text("2 of 2 attempts left. Open until 2030-01-31 18:00:00 UTC.").wait_for()
    assert service.rows("SELECT candidate, slug FROM invitations") == [("x" * 120, "tiny")]


def test_an_assessor_puts_a_deadline_off_by_keyboard_on_a_phone(service: Running, page: Page) -> None:
    soon = datetime.now(UTC) + timedelta(minutes=200)
    late = service.overdue(10, candidate="Late")
    service.invited(candidate="Free")
    enter(page, service, service.tokens["assessor"])
    page.goto(f"{service.url}/exercises/tiny")
    page.get_by_label("Extra minutes for Late").focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("75")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#invited"))
    assert page.get_by_label("Extra minutes for Late").input_value() == "75"
    assert page.get_by_label("Extra minutes for Free").count() == 0
    assert wider(page) == []
    page.get_by_role("button", name="Sign out").press("Enter")
    enter(page, service, late["token"])
    assert re.search(r" 6[45] minutes left\.", page.content())
    enter(page, service, service.invited(candidate="Soon", deadline=soon.isoformat())["token"])
    assert " 3 hours left." in page.content()
    staff = {"grade_token": service.tokens["assessor"]}
    with httpx.Client(base_url=service.url, cookies=staff, verify=False) as client:
        place = f"/invitations/{late['id']}/extension"
        for odd in ("", "-1", "soon", "9" * 5000):
            assert client.post(place, data={"minutes": odd}).status_code == 422, odd
        nobodys = f"/invitations/{UUID(int=0)}/extension"
        assert client.post(nobodys, data={"minutes": "1"}).status_code == 404
        client.cookies = httpx.Cookies({"grade_token": late["token"]})
        assert client.post(place, data={"minutes": "1"}).status_code == 404
    assert service.rows("SELECT extra_minutes FROM invitations WHERE candidate = 'Late'") == [(75,)]


def test_what_goes_wrong_is_a_page_for_people_and_json_for_programs(service: Running) -> None:
    staff = {"grade_token": service.tokens["assessor"]}
    with httpx.Client(base_url=service.url, verify=False) as client:
        for method, path, status in (
            ("GET", "/nothing", 404), ("GET", "/submissions/no-number", 422), ("DELETE", "/", 405),
            ("GET", "/exercises/none", 404), ("POST", "/exercises/tiny/invite", 422),
        ):  # fmt: skip
            client.cookies = httpx.Cookies(staff)
            answer = client.request(method, path)
            assert answer.status_code == status, (path, answer.text)
            assert answer.headers["content-type"].startswith("text/html")
            assert "<h1>" in answer.text
            assert "Traceback" not in answer.text
        for odd in (
            {"candidate": ""}, {"candidate": "a\x1b"}, {"candidate": "a", "attempts": "-1"},
            {"candidate": "a", "deadline": "soon"}, {"candidate": "a", "attempts": "9" * 5000},
        ):  # fmt: skip
            assert client.post("/exercises/tiny/invite", data=odd).status_code == 422, odd
        answer = client.post("/leave", headers={"Origin": "https://evil.example"})
        assert (answer.status_code, answer.headers["content-type"]) == (403, "text/html; charset=utf-8")
        assert client.get("/api/v1/nothing").json()["code"] == "no-token"
    assert service.rows("SELECT count(*) FROM invitations") == [(0,)]


@pytest.mark.parametrize(
    "path",
    ["hidden/test_tiny.py", "../hidden/test_tiny.py", "%2e%2e/hidden/test_tiny.py",
     "..%2fhidden%2ftest_tiny.py", "/etc/passwd", "%2fetc%2fpasswd", "exercise.toml", "tiny.py%00", ""],
)  # fmt: skip
def test_nothing_but_the_starter_is_read_by_a_name(service: Running, path: str) -> None:
    token = service.invited()["token"]
    with httpx.Client(base_url=service.url, cookies={"grade_token": token}, verify=False) as client:
        assert client.get("/starter/tiny.py").status_code == 200
        answer = client.get(f"/starter/{path}")
        assert answer.status_code == 404, answer.text
        assert "hidden-message" not in answer.text
