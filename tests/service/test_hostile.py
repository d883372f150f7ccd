"""What strangers and candidates send on purpose: it costs them something, and nobody else."""

from __future__ import annotations

import threading
import time

import httpx
import pytest

from grader.records.parcel import Parcel

from .conftest import Running, hand_in


def browser(service: Running, token: str | None = None) -> httpx.Client:
    client = httpx.Client(base_url=service.url, timeout=60, verify=False)
    if token:
        client.cookies["grade_token"] = token
    service.clients.append(client)
    return client


def test_while_texts_that_are_hard_to_compare_are_compared_others_are_served(service: Running) -> None:
    client = service.of(service.invited()["token"])
    ids = []
    for step in (1, 7):
        text = "".join(f"#{step * number % 102}\n" for number in range(1990)).encode()
        files = tuple((f"m{number:02}.py", text) for number in range(50))
        ids.append(hand_in(client)["id"])
        parcel = Parcel("a", None, files).sealed()  # an exercise of one file takes none so large
        service.rows("UPDATE submissions SET parcel = %s WHERE id = %s RETURNING 1", parcel, ids[-1])
    staff = browser(service, service.tokens["assessor"])
    answers: list[httpx.Response] = []
    path = f"/submissions/{ids[0]}/compare"
    thread = threading.Thread(target=lambda: answers.append(staff.get(path, params={"other": ids[1]})))
    thread.start()
    slowest, other = 0.0, browser(service)
    while thread.is_alive():
        began = time.monotonic()
        assert other.get("/healthz", timeout=20).status_code == 200
        slowest = max(slowest, time.monotonic() - began)
    thread.join()
    assert slowest < 5
    assert answers[0].status_code == 200
    assert "Only the first 4000 lines are compared." in answers[0].text


@pytest.mark.parametrize(
    "when", ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-10:00", "0001-01-01T00:00:00+10:00"]
)
@pytest.mark.parametrize("which", ["opens", "deadline"])
def test_a_time_at_the_end_of_the_calendar_is_refused(service: Running, which: str, when: str) -> None:
    form = {"exercise": "tiny", "candidate": "Ada", which: when}
    answer = service.client().post("/invitations", json=form)
    assert (answer.status_code, answer.json()["message"]) == (
        422, f"The request is wrong: {which} is not between the years 2 and 9998.",
    )  # fmt: skip


def test_a_deadline_that_is_put_off_beyond_the_calendar_breaks_no_page(service: Running) -> None:
    token = service.invited(deadline="2030-01-01T00:00:00Z")["token"]
    service.rows("UPDATE invitations SET deadline = '9999-12-31T23:59:59Z', extra_minutes = 9 RETURNING 1")
    assert browser(service, token).get("/").status_code == 200
    assert browser(service, service.tokens["assessor"]).get("/exercises/tiny").status_code == 200
    hand_in(service.of(token))
