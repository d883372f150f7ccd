"""Invitations are listed, renewed and revoked alike on the page, over HTTP and by command."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import httpx
import pytest

from tests import command
from tests.browser import PHONE, browser, wider  # noqa: F401 - a fixture

from .conftest import BAD, Running, hand_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def page(browser: Browser, service: Running) -> Iterator[Page]:  # noqa: F811
    """A phone's browser without scripts, in which an assessor has signed in."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    context.set_default_timeout(30_000)
    found = context.new_page()
    found.goto(f"{service.url}/enter/{service.tokens['assessor']}")
    found.get_by_role("button", name="Sign in").press("Enter")
    found.wait_for_url(f"{service.url}/")
    yield found
    context.close()


def test_a_list_says_what_became_of_each_invitation_and_shows_no_link(service: Running) -> None:
    ada = service.invited(candidate="Ada", attempts=3, opens="2020-01-01T00:00:00Z")
    eve = service.invited(candidate="Eve")
    receipts = [hand_in(service.of(ada["token"]), source) for source in (BAD, BAD + "\n")]
    answer = service.client("assessor").get("/invitations?exercise=tiny")
    listed, after = answer.json()["invitations"], answer.json()["after"]
    assert [one["id"] for one in listed] == [eve["id"], ada["id"]]
    assert after is None
    assert (listed[1]["attempts_used"], listed[1]["attempts"]) == (2, 3)
    assert listed[1]["last_submission"] == receipts[1]["id"]
    assert listed[1]["last_received_at"] == receipts[1]["received_at"]
    assert (listed[0]["attempts_used"], listed[0]["last_submission"], listed[0]["has_link"]) == (
        0, None, True,
    )  # fmt: skip
    assert "grade_" not in answer.text
    for query, names in (("candidate=Ada", ["Ada"]), ("exercise=other", []), ("", ["Eve", "Ada"])):
        found = service.client("assessor").get(f"/invitations?{query}").json()["invitations"]
        assert [one["candidate"] for one in found] == names, query


def test_a_long_list_of_invitations_comes_in_pages(service: Running) -> None:
    service.rows(
        "INSERT INTO invitations (slug, candidate) SELECT 'tiny', 'c' || n FROM generate_series(1, 120) n "
        "RETURNING id"
    )
    names: list[str] = []
    after: str | None = ""
    while after is not None:
        answer = service.client().get("/invitations", params={"after": after} if after else {}).json()
        names += [one["candidate"] for one in answer["invitations"]]
        after = answer["after"]
    assert sorted(names) == sorted(f"c{n}" for n in range(1, 121))


def test_a_new_link_ends_the_old_one_and_keeps_what_was_handed_in(service: Running) -> None:
    old = service.invited(candidate="Ada", attempts=3)
    handed = hand_in(service.of(old["token"]))
    answer = service.client("assessor").post(f"/invitations/{old['id']}/link")
    assert answer.status_code == 201
    new = answer.json()
    assert {**new, "token": "", "link": ""} == {**old, "token": "", "link": ""}
    assert new["link"] == f"{service.url}/enter/{new['token']}"
    assert service.of(old["token"]).get("/exercises").status_code == 401
    assert service.of(new["token"]).get(f"/submissions/{handed['id']}").status_code == 200
    assert hand_in(service.of(new["token"]))["attempt"] == 2


def test_a_revoked_link_opens_nothing_until_there_is_a_new_one(service: Running) -> None:
    old = service.invited(candidate="Ada")
    hand_in(service.of(old["token"]))
    client = service.client("assessor")
    for _ in range(2):
        assert client.delete(f"/invitations/{old['id']}/link").status_code == 204
    assert service.of(old["token"]).get("/exercises").status_code == 401
    (listed,) = client.get("/invitations").json()["invitations"]
    assert (listed["has_link"], listed["attempts_used"]) == (False, 1)
    new = client.post(f"/invitations/{old['id']}/link").json()
    assert service.of(new["token"]).get("/exercises").status_code == 200


def test_nobody_is_invited_to_what_is_over_by_any_door(service: Running) -> None:
    now = datetime.now(UTC)
    past, soon, later = (now + timedelta(minutes=many) for many in (-5, 5, 10))
    client, staff = service.client("assessor"), {"grade_token": service.tokens["assessor"]}
    for times in ({"deadline": past}, {"opens": later, "deadline": soon}):
        form = {name: when.isoformat() for name, when in times.items()}
        answer = client.post("/invitations", json={"exercise": "tiny", "candidate": "Ada"} | form)
        assert (answer.status_code, answer.json()["code"]) == (422, "deadline"), answer.text
        assert "Times are in UTC" in answer.json()["remedy"]
    with httpx.Client(base_url=service.url, cookies=staff) as browsing:
        form = {"candidate": "Ada", "attempts": "", "deadline": f"{past:%Y-%m-%dT%H:%M}"}
        answer = browsing.post("/exercises/tiny/invite", data=form)
        assert answer.status_code == 422
        assert "over before anything" in answer.text
    assert service.rows("SELECT count(*) FROM invitations") == [(0,)]
    body = {"exercise": "tiny", "candidate": "Ada", "deadline": past.isoformat(), "extra_minutes": 60}
    assert client.post("/invitations", json=body).status_code == 201  # the extension counts


def test_an_assessor_renews_and_revokes_a_link_on_a_phone(service: Running, page: Page) -> None:
    ada = service.invited(candidate="Ada", attempts=3, deadline="2130-01-31T18:00:00Z")
    service.invited(candidate="x" * 120)
    handed = hand_in(service.of(ada["token"]))
    page.goto(f"{service.url}/exercises/tiny")
    row = page.get_by_role("row").filter(has_text="Ada").filter(has=page.get_by_role("button"))
    assert row.locator("td").nth(2).inner_text() == "1 of 3"
    assert row.get_by_role("link").get_attribute("href") == f"/submissions/{handed['id']}"
    assert wider(page) == []
    page.get_by_role("button", name="New link for Ada").press("Enter")
    page.get_by_text("The link before works no more.").wait_for()
    link = page.locator("pre").inner_text()
    assert service.of(link.rpartition("/")[2]).get("/exercises").status_code == 200
    assert service.of(ada["token"]).get("/exercises").status_code == 401
    page.get_by_role("link", name="Back to the exercise").click()
    assert link not in page.content()
    page.get_by_role("button", name="Revoke the link of Ada").press("Enter")
    page.wait_for_url("**/exercises/tiny#invited")
    assert row.locator("td").last.inner_text().startswith("revoked")
    assert page.get_by_role("button", name="Revoke the link of Ada").count() == 0
    assert service.of(link.rpartition("/")[2]).get("/exercises").status_code == 401


def test_the_forms_of_an_invitation_are_an_assessors_and_this_sites(service: Running) -> None:
    ada = service.invited(candidate="Ada")
    with httpx.Client(base_url=service.url) as browsing:
        for form in ("link", "revoke"):
            for token, headers, name, status in (
                (service.tokens["assessor"], {"Origin": "https://evil.example"}, ada["id"], 403),
                (service.tokens["assessor"], {}, UUID(int=0), 404),
                (ada["token"], {}, ada["id"], 404),
                ("", {}, ada["id"], 404),
            ):
                browsing.cookies = httpx.Cookies({"grade_token": token})
                answer = browsing.post(f"/invitations/{name}/{form}", headers=headers)
                assert answer.status_code == status, (form, status)
    assert service.of(ada["token"]).get("/exercises").status_code == 200


def test_an_assessor_finds_the_name_and_the_task_of_an_exercise(service: Running, page: Page) -> None:
    row = page.get_by_role("row").filter(has=page.get_by_text("tiny", exact=True))
    assert row.locator("code").inner_text() == "tiny"
    row.get_by_role("link").first.click()
    assert not page.get_by_text("Define f, which gives <1>.").is_visible()
    page.get_by_text("What candidates read").click()
    assert page.get_by_text("Define f, which gives <1>.").is_visible()
    assert wider(page) == []


def test_commands_list_invitations_and_tokens_and_renew_a_link(service: Running) -> None:
    def run(*arguments: str) -> command.Done:
        return command.run(
            "server-admin", "--database", service.database, *arguments,
            cwd=service.place, folder=service.place,
        )  # fmt: skip

    ada = service.invited(candidate="Ada", attempts=3, deadline="2130-01-31T18:00:00Z")
    hand_in(service.of(ada["token"]))
    heads, line = (one.split("\t") for one in run("invitations", "tiny").out.splitlines())
    told = dict(zip(heads, line, strict=True))
    assert (told["candidate"], told["opens"], told["open until"]) == ("Ada", "-", "2130-01-31T18:00:00")
    assert (told["attempts"], told["link"]) == ("1 of 3", "valid")
    assert run("invitations", "other").out.splitlines() == ["\t".join(heads)]
    name, link = run("renew", told["id"], "--public-url", service.url).out.split()
    assert name == "Ada"
    assert service.of(link.rpartition("/")[2]).get("/exercises").status_code == 200
    assert service.of(ada["token"]).get("/exercises").status_code == 401
    assert run("revoke", "Ada").code == 0
    assert run("invitations").out.splitlines()[1].endswith("\trevoked")
    nobodys = run("renew", str(UUID(int=0)))
    assert (nobodys.code, nobodys.out) == (2, "")
    assert "invitations lists them" in nobodys.err
    listed = run("tokens").out
    assert [one.split("\t")[:2] for one in listed.splitlines()] == [
        ["role", "label"], *([role, role] for role in ("assessor", "author", "admin")),
    ]  # fmt: skip
    assert "grade_" not in listed
    over_http = service.client().get("/tokens")
    assert [one["role"] for one in over_http.json()] == ["assessor", "author", "admin"]
    assert "grade_" not in over_http.text


def test_what_only_a_command_gives_breaks_no_list_and_costs_no_link(service: Running) -> None:
    made = service.invited(candidate="Ada")
    # An exercise is named by its folder, and `server-admin exercises` takes any.
    service.rows(
        "INSERT INTO exercises (slug, digest) SELECT 'übung 1', digest FROM exercises LIMIT 1 RETURNING slug"
    )
    service.rows("UPDATE invitations SET slug = 'übung 1' RETURNING id")
    client = service.client("assessor")
    try:
        listed = client.get("/invitations").json()["invitations"]
        extended = client.post(f"/invitations/{made['id']}/extension", json={"extra_minutes": 5})
        renewed = client.post(f"/invitations/{made['id']}/link")
    finally:
        service.rows("DELETE FROM invitations RETURNING id")
        service.rows("DELETE FROM exercises WHERE slug = 'übung 1' RETURNING slug")
    assert [one["exercise"] for one in listed] == ["übung 1"]
    assert (extended.status_code, extended.json()["extra_minutes"]) == (200, 5)
    assert (renewed.status_code, renewed.json()["exercise"]) == (201, "übung 1")
