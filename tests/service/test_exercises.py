"""Exercises over HTTP: what candidates are given of one, and what authors put in."""

from __future__ import annotations

import asyncio
import base64
import io
import os
import zipfile
from pathlib import Path
from typing import get_args

import pytest

from grader.exercises.manifest import load
from grader.records.bundle import files_of
from grader.records.encoded import decoded
from grader.service.serve import prepared
from grader.service.submitting import Form
from tests import command, real

from .conftest import BAD, GOOD, SUITE, Running, hand_in, runner

VISIBLE = '''
from solution import f

def test_shown():
    """gives a number"""
    assert isinstance(f(), int)
'''


def exercise(folder: Path, suite: str = SUITE) -> dict[str, bytes]:
    """The files of an exercise with a visible test and two hidden ones."""
    real.tiny_exercise(folder, suite)
    (folder / "README.md").write_text("# New\n\nDefine `f`.\n")
    (folder / "starter.py").write_text("def f(): ...\n")
    (folder / "visible").mkdir()
    (folder / "visible" / "test_shown.py").write_text(VISIBLE)
    manifest = folder / "exercise.toml"
    manifest.write_text(manifest.read_text().replace("points = 2", "points = 3"))
    return files_of(load(folder))


def put(service: Running, slug: str, files: dict[str, bytes], role: str = "author") -> tuple[int, str]:
    body = {"files": {name: base64.b64encode(data).decode() for name, data in files.items()}}
    answer = service.client(role).put(f"/exercises/{slug}", json=body)
    return answer.status_code, answer.json().get("digest") or answer.json()["message"]


def test_a_service_that_starts_again_leaves_what_an_author_has_put_in(
    service: Running, tmp_path: Path
) -> None:
    files = exercise(tmp_path / "ours")
    shipped = load(tmp_path / "ours")
    asyncio.run(prepared(service.database, [shipped]))
    (first,) = service.rows("SELECT digest FROM exercises WHERE slug = 'ours'")
    status, digest = put(service, "ours", files | {"README.md": b"# Better\n"})
    assert (status, digest != first[0]) == (200, True)
    asyncio.run(prepared(service.database, [shipped]))
    assert service.rows("SELECT digest FROM exercises WHERE slug = 'ours'") == [(digest,)]


def test_an_author_puts_an_exercise_in_and_candidates_get_their_kit(service: Running, tmp_path: Path) -> None:
    files = exercise(tmp_path / "new")
    status, digest = put(service, "new", files)
    assert status == 200, digest
    assert put(service, "new", files) == (200, digest)
    invited = service.invited(exercise="new")
    client = service.of(invited["token"])
    with runner(service.database, service.place):
        answer = client.get("/exercises/new/kit")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip"), answer.text
        assert client.get("/exercises/tiny/kit").status_code == 404
        receipt = client.post("/submissions", json={"source": GOOD}).json()
        found = client.get(f"/submissions/{receipt['id']}?wait=50").json()
        assert (found["points"], found["max_points"]) == (3.0, 3.0)
    assert client.get("/exercises/new/kit").content == answer.content  # needs no runner any more
    with zipfile.ZipFile(io.BytesIO(answer.content)) as kit:
        names = {name.removeprefix("new/") for name in kit.namelist()}
        assert {"README.md", "HOWTO.md", "exercise.toml", "new.py", "visible/test_shown.py"} <= names
        whole = b"".join(kit.read(name) for name in kit.namelist())
        kit.extractall(tmp_path / "kit")
    assert b"the-hidden-message" not in whole
    assert b"test_one" not in whole
    (tmp_path / "kit" / "new" / "new.py").write_text(GOOD)
    home = command.run(
        "submit", "new.py", "--exercises", ".", "--sandbox", "bubblewrap",
        cwd=tmp_path / "kit" / "new", folder=tmp_path,
    )  # fmt: skip
    assert home.code == 0, home.out + home.err


@pytest.mark.matrix
def test_what_was_handed_in_before_is_graded_by_the_exercise_as_it_was(
    service: Running, tmp_path: Path
) -> None:
    assert put(service, "changing", exercise(tmp_path / "changing"))[0] == 200
    receipt = hand_in(service.client(), exercise="changing")
    changed = exercise(tmp_path / "again", SUITE.replace("== 1", "== 99"))
    assert put(service, "changing", changed)[0] == 200
    later = hand_in(service.client(), exercise="changing")
    with runner(service.database, service.place):
        points = [
            service.client().get(f"/submissions/{one['id']}?wait=50").json()["points"]
            for one in (receipt, later)
        ]
    assert points == [3.0, 1.0]


@pytest.mark.parametrize(
    "name",
    ["../up.py", "/etc/cron.d/grade", "a/../../up.py", "a/\0.py", "x" * 300, "exercise.toml/inner", "..",
     "visible/" + "d/" * 180 + "e"],
)  # fmt: skip
def test_no_file_of_an_upload_lies_elsewhere_and_nothing_odd_is_a_failure(
    service: Running, tmp_path: Path, name: str
) -> None:
    before = sorted(os.listdir(service.place))
    files = exercise(tmp_path / "odd")
    status, said = put(service, "odd", {**files, name: b"x"})
    if name.startswith("visible/"):  # deep, and yet a name that a file can have
        assert status == 200
    else:
        assert status == 422, said
        assert service.rows("SELECT count(*) FROM exercises WHERE slug = 'odd'") == [(0,)]
    assert sorted(os.listdir(service.place)) == before
    assert not (service.place / "bundles" / "up.py").exists()
    service.rows("DELETE FROM exercises WHERE slug = 'odd' RETURNING 1")


def test_what_is_no_exercise_is_refused_with_one_sentence(service: Running, tmp_path: Path) -> None:
    files = exercise(tmp_path / "broken")
    for changed in (
        {"README.md": b"x"},
        {**files, "exercise.toml": b"= no toml"},
        {**files, "exercise.toml": b"schema = 99\n"},
        {name: data for name, data in files.items() if name != "README.md"},
        {name: data for name, data in files.items() if name != "starter.py"},
        {**files, "starter.py": b"\xff\xfe"},
        {**files, "exercise.toml": files["exercise.toml"] + b'\nkit = "other"\nhidden_tests = 1\n'},
    ):
        status, said = put(service, "broken", changed)
        assert status == 422, (changed.keys(), said)
        assert said.endswith(".")
        assert "Traceback" not in said
    assert put(service, "broken", files, role="assessor")[0] == 403


def test_a_report_comes_in_the_format_that_is_asked_for(service: Running) -> None:
    client = service.of(service.invited()["token"])
    receipt = hand_in(client, BAD)
    path = f"/submissions/{receipt['id']}"
    assert client.get(path, headers={"Accept": "text/html"}).json()["message"] == "There is no report yet."
    with runner(service.database, service.place):
        assert client.get(f"{path}?wait=50").json()["state"] == "done"
    for accept, kind, beginning in (
        ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "text/html", "<!DOCTYPE html>"),
        ("application/xml", "application/xml", "<?xml"),
        ("text/markdown;q=0.9, application/json;q=0.1", "text/markdown", "#"),
        ("application/json", "application/json", "{"),
        ("", "application/json", "{"),
        ("*/*", "application/json", "{"),
    ):
        for door in (path, f"{path}/report"):
            answer = client.get(door, headers={"Accept": accept})
            assert answer.status_code == 200, (accept, answer.text)
            assert answer.headers["content-type"].startswith(kind), (accept, door)
            assert answer.text.lstrip().startswith(beginning), (accept, answer.text[:80])
            assert "the-hidden-message" not in answer.text
    for form in get_args(Form):
        text = client.get(f"{path}?format={form}").content
        text = str(decoded(text)).encode() if form == "record" else text
        assert b"the-hidden-message" not in text, form
        assert b"test_one" not in text, form
        assert client.get(f"{path}?format={form}&audience=assessor").status_code == 403
    assert client.get(f"{path}?format=junit", headers={"Accept": "text/html"}).text.startswith("<?xml")
    answer = client.get(path, headers={"Accept": "image/png, text/html;q=0"})
    assert (answer.status_code, answer.json()["code"]) == (406, "not-acceptable")
