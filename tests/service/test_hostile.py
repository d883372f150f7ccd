"""What strangers and candidates send on purpose: it costs them something, and nobody else."""

from __future__ import annotations

import threading
import time

import httpx

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
