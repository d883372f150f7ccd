"""Handing in over HTTP: what is taken is on disk and counts once, and what is not says why."""

from __future__ import annotations

import base64
import io
import socket
import threading
import zipfile
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from grader.service.serve import listening

from .conftest import BAD, GOOD, Running, hand_in, runner, until


def test_a_submission_is_graded_and_each_audience_reads_its_own_report(service: Running) -> None:
    invited = service.invited()
    with runner(service.database, service.place):
        receipt = hand_in(service.of(invited["token"]), BAD)
        found = service.of(invited["token"]).get(f"/submissions/{receipt['id']}?wait=50").json()
        assert (found["state"], found["points"], found["max_points"]) == ("done", 0.0, 2.0)
        assert found["report"]["audience"] == "candidate"
        assert "the-hidden-message" not in str(found)
        assert "test_one" not in str(found)
        seen = service.client("assessor").get(f"/submissions/{receipt['id']}").json()
        assert "the-hidden-message" in str(seen["report"])
        hidden = service.of(invited["token"]).get(
            f"/submissions/{receipt['id']}/report?format=record&audience=candidate"
        )
        from grader.records.encoded import decoded

        report = decoded(hidden.content)
        assert "the-hidden-message" not in str(report)
        assert "test_one" not in str(report)
        assert report.seed is None
        again = service.client().post(f"/submissions/{receipt['id']}/regrade")
        assert again.status_code == 202
        rows = "SELECT count(*) FROM gradings WHERE state = 'done'"
        until(lambda: service.rows(rows) == [(2,)])
        counts = "SELECT count(*) FROM submissions WHERE counted_id = (SELECT max(id) FROM gradings)"
        assert service.rows(counts) == [(1,)]


def test_the_same_key_and_content_give_the_same_receipt(service: Running) -> None:
    client = service.of(service.invited(attempts=1)["token"])
    body = {"source": GOOD}
    first = client.post("/submissions", json=body, headers={"Idempotency-Key": "k"})
    second = client.post("/submissions", json=body, headers={"Idempotency-Key": "k"})
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["id"] == second.json()["id"]
    other = client.post("/submissions", json={"source": BAD}, headers={"Idempotency-Key": "k"})
    assert (other.status_code, other.json()["code"]) == (422, "key-reused")
    assert service.rows("SELECT count(*) FROM gradings") == [(1,)]


def test_what_comes_twice_at_once_counts_once(service: Running) -> None:
    token = service.tokens["admin"]
    answers: list[str] = []

    def send() -> None:
        with service.of(token) as client:
            body = {"exercise": "tiny", "source": GOOD}
            answer = client.post("/submissions", json=body, headers={"Idempotency-Key": "same"})
            answers.append(answer.json()["id"])

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert len(set(answers)) == 1
    assert service.rows("SELECT count(*) FROM submissions") == [(1,)]


def test_attempts_are_counted_also_where_they_come_at_once(service: Running) -> None:
    token = service.invited(attempts=3)["token"]
    codes: list[int] = []

    def send() -> None:
        with service.of(token) as client:
            codes.append(client.post("/submissions", json={"source": GOOD}).status_code)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [202] * 3 + [409] * 5


def test_the_deadline_counts_at_receipt_and_can_be_put_off(service: Running) -> None:
    now = datetime.now(UTC)
    late = service.overdue(5)
    answer = service.of(late["token"]).post("/submissions", json={"source": GOOD})
    assert (answer.status_code, answer.json()["code"]) == (409, "too-late")
    extended = service.client().post(f"/invitations/{late['id']}/extension", json={"extra_minutes": 60})
    assert extended.status_code == 200
    assert hand_in(service.of(late["token"]))["attempt"] == 1
    early = service.invited(opens=(now + timedelta(minutes=5)).isoformat())
    answer = service.of(early["token"]).post("/submissions", json={"source": GOOD})
    assert (answer.status_code, answer.json()["code"]) == (409, "not-open")


def test_what_cannot_be_graded_is_turned_away_and_costs_no_attempt(service: Running) -> None:
    client = service.of(service.invited(attempts=1)["token"])
    for body, status in (
        ({"source": "  \n"}, 422),
        ({"content": base64.b64encode(b"\xff\xfe\x00").decode()}, 422),
        ({"name": "x.zip", "content": base64.b64encode(b"PK no archive").decode()}, 422),
        ({"files": {"../up.py": base64.b64encode(b"f = 1").decode()}}, 422),
        ({"source": GOOD, "content": "YQ=="}, 422),
        ({"content": base64.b64encode(GOOD.encode()).decode() + "*"}, 422),
        ({"source": GOOD, "name": "a\x1b[2Jb.py"}, 422),
        ({"source": GOOD, "name": "a\u0000.py"}, 422),
        ({"source": "x" * (300 << 10)}, 413),
    ):
        answer = client.post("/submissions", json=body)
        assert answer.status_code == status, (body if len(str(body)) < 200 else "", answer.text)
        assert set(answer.json()) == {"code", "message", "remedy"}
    assert hand_in(client)["attempt"] == 1


def test_the_file_of_another_exercise_costs_no_attempt_unless_it_is_meant(service: Running) -> None:
    client = service.of(service.invited(attempts=1)["token"])
    other = f"# exercise: flatten\n{GOOD}"
    answer = client.post("/submissions", json={"source": other})
    assert (answer.status_code, answer.json()["code"]) == (422, "which-exercise")
    assert "says that it is for 'flatten'" in answer.json()["message"]
    assert hand_in(client, other, exercise="tiny")["attempt"] == 1


def test_an_archive_and_a_folder_are_taken_too(service: Running) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mine/solution.py", GOOD)
    admin = service.client()
    content = base64.encodebytes(packed.getvalue()).decode()  # in lines, as mail and command lines write it
    body = {"exercise": "tiny", "name": "mine.zip", "content": content}
    assert admin.post("/submissions", json=body).status_code == 202
    files = {"solution.py": base64.b64encode(GOOD.encode()).decode()}
    answer = admin.post("/submissions", json={"exercise": "tiny", "name": "mine", "files": files})
    assert answer.status_code == 202, answer.text


def test_the_log_names_the_submission_that_a_request_handed_in(
    service: Running, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="grade.service"):
        receipt = hand_in(service.of(service.invited()["token"]))
        until(lambda: [one for one in caplog.records if getattr(one, "submission", "") == receipt["id"]])


def test_before_an_exercise_opens_nobody_reads_its_task(service: Running) -> None:
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    token = service.invited(opens=later)["token"]
    for path in ("/exercises/tiny", "/exercises/tiny/kit"):
        answer = service.of(token).get(path)
        assert (answer.status_code, answer.json()["code"]) == (409, "not-open"), path
        assert "gives" not in answer.text
    with httpx.Client(base_url=service.url, cookies={"grade_token": token}, verify=False) as client:
        for path in ("/", "/starter/tiny.py", "/kit"):
            answer = client.get(path)
            assert answer.status_code == 409, path
            assert "This exercise opens at" in answer.text
            assert "gives" not in answer.text


def test_one_candidate_does_not_fill_the_queue(service: Running) -> None:
    client = service.of(service.invited()["token"])
    for _ in range(10):
        hand_in(client)
    answer = client.post("/submissions", json={"source": GOOD})
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-waiting")
    hand_in(service.of(service.invited(candidate="Eve")["token"]))
    service.rows("UPDATE gradings SET state = 'failed' RETURNING 1")
    hand_in(client)


def test_what_an_assessor_has_graded_again_takes_nobodys_place(service: Running) -> None:
    client = service.of(service.invited()["token"])
    for _ in range(10):
        hand_in(client)
    service.rows(
        "WITH ended AS (UPDATE gradings SET state = 'failed' RETURNING id, submission_id) "
        "UPDATE submissions s SET counted_id = ended.id FROM ended WHERE s.id = ended.submission_id "
        "RETURNING 1"
    )
    assert service.client().post("/exercises/tiny/regrade").json() == {"gradings": 10}
    assert hand_in(client)["place"] == 1
    assert hand_in(client)["place"] == 2


def test_an_answer_is_sent_at_once() -> None:
    # An answer is two pieces, and the second would wait for a late acknowledgement of the first.
    with listening("127.0.0.1", 0) as door, socket.create_connection(door.getsockname()):
        connection, _ = door.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
