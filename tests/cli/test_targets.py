"""Where reports and tables are written: only a file is ever replaced, and everything else is written into."""

from __future__ import annotations

import json
import os
import pty
import socket
import stat
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.command import COMMAND, GOOD, Done, environment

from .conftest import Grade, one_sentence
from .test_batch import RIGHT, arguments, exercises, hand_in

__all__ = ["exercises"]  # a fixture
PATIENCE_SECONDS = 60.0
Write = Callable[..., Done]


@pytest.fixture(params=["submit --output", "submit --format", "results"])
def write(request: pytest.FixtureRequest, here: Path, run: Grade, bubblewrap: None) -> Iterator[Write]:
    """Writes a document in JSON to a path, in each of the ways in which there are some."""
    if request.param == "results":
        request.getfixturevalue("exercises")
        hand_in(here, ada=RIGHT)
        assert run(*arguments()).code == 0
        yield lambda path, **options: run(
            "results", "r.jsonl", "--format", "json", "--output", path, **options
        )
        return
    (here / "good.py").write_bytes(GOOD)
    held = ("submit", "--sandbox", "bubblewrap", "good.py", "--exercise", "flatten", "--visible-only")
    if request.param == "submit --output":
        yield lambda path, **options: run(*held, "--format", "json", "--output", path, **options)
    else:
        yield lambda path, **options: run(*held, "--format", f"json={path}", "--format", "text", **options)


def is_whole(path: Path) -> bool:
    return bool(json.loads(path.read_text("ascii")))


def test_a_file_keeps_its_mode_and_owner_and_one_that_is_not_there_gets_the_usual(
    write: Write, here: Path
) -> None:
    (here / "old").write_text("old")
    (here / "old").chmod(0o640)
    if os.geteuid() == 0:
        os.chown(here / "old", 12345, 12346)
    before = os.stat(here / "old")
    for name in ("old", "new"):
        done = write(name, umask=0o027)
        assert (done.code, done.err) == (0, "")
        assert is_whole(here / name)
        assert stat.S_IMODE(os.stat(here / name).st_mode) == 0o640
    after = os.stat(here / "old")
    assert (after.st_uid, after.st_gid) == (before.st_uid, before.st_gid)
    assert not [name for name in os.listdir(here) if name.startswith(".")]


def test_a_link_stays_and_what_it_leads_to_gets_the_report(write: Write, here: Path) -> None:
    (here / "far").mkdir()
    (here / "far" / "old").write_text("old")
    (here / "far" / "old").chmod(0o604)
    links = {"link": "far/old", "twice": "far/again", "far/again": "old", "dangling": "far/new"}
    for name, target in links.items():
        (here / name).symlink_to(target)
    for name in ("link", "twice", "dangling"):
        (here / "far" / "old").write_text("old")
        assert write(name).code == 0
        assert is_whole(here / name)
    assert {name: os.readlink(here / name) for name in links} == links
    assert stat.S_IMODE(os.stat(here / "far" / "old").st_mode) == 0o604
    assert sorted(os.listdir(here / "far")) == ["again", "new", "old"]


def test_a_pipe_is_written_into(write: Write, here: Path) -> None:
    os.mkfifo(here / "pipe")
    (here / "link").symlink_to("pipe")
    for name in ("pipe", "link"):
        with ThreadPoolExecutor(1) as pool:
            found = pool.submit((here / "pipe").read_text)
            assert write(name).code == 0
            assert json.loads(found.result(PATIENCE_SECONDS))
        assert stat.S_ISFIFO(os.lstat(here / "pipe").st_mode)


def test_a_terminal_is_written_into(write: Write) -> None:
    ours, theirs = pty.openpty()
    name, before = os.ttyname(theirs), os.fstat(theirs)
    assert write(name).code == 0
    assert os.read(ours, 1 << 20)
    assert os.path.samestat(os.stat(name), before)
    os.close(ours)
    os.close(theirs)


def test_a_device_is_written_into(write: Write, here: Path) -> None:
    (here / "link").symlink_to("/dev/null")
    before = os.stat("/dev/null")
    # By its own name only where a fault of ours could not replace it for the whole machine.
    for name in ("link",) if os.geteuid() == 0 else ("link", "/dev/null"):
        assert write(name).code == 0
        assert os.path.samestat(os.stat("/dev/null"), before)
    assert os.readlink(here / "link") == "/dev/null"


# Not as `/dev/stdout` itself, which whoever runs this as root would lose by a fault of ours.
@pytest.mark.parametrize("name", ["/dev/fd/1", "/proc/self/fd/1", "link"])
def test_standard_output_by_name_is_what_it_is(write: Write, here: Path, name: str) -> None:
    (here / "link").symlink_to("/dev/stdout")
    with (here / "out").open("w+") as out:
        out.write("before\n")
        out.flush()
        done = write(name, stdout=out)
        assert (done.code, done.err) == (0, "")
        assert os.path.samestat(os.fstat(out.fileno()), os.stat(here / "out"))
    text = (here / "out").read_text()
    assert text.startswith("before\n")
    json.JSONDecoder().raw_decode(text.removeprefix("before\n"))
    assert "{" in write(name).out  # a pipe


def test_another_descriptor_by_name_is_written_into(write: Write, here: Path) -> None:
    with (here / "three").open("w+") as three:
        three.write("before\n")
        three.flush()
        for name in (f"/dev/fd/{three.fileno()}", f"/proc/{os.getpid()}/fd/{three.fileno()}"):
            assert write(name, pass_fds=[three.fileno()]).code == 0
    assert (here / "three").read_text().startswith("before\n")
    assert (here / "three").read_text().count("before") == 1


def test_a_reader_who_leaves_a_pipe_is_a_report_that_was_not_written(write: Write, here: Path) -> None:
    os.mkfifo(here / "pipe")
    # It comes and goes again before anything is written.
    reader = threading.Thread(target=lambda: os.close(os.open(here / "pipe", os.O_RDONLY)), daemon=True)
    reader.start()
    done = write("pipe")
    reader.join(PATIENCE_SECONDS)
    assert done.code in (0, 3)  # it may have been in the pipe before
    assert "Traceback" not in done.err
    if done.code == 3:
        assert "cannot be written" in done.err


@pytest.mark.parametrize("place", ["nowhere/r.json", ".", "round", "socket"])
def test_what_cannot_be_written_is_one_sentence_and_leaves_nothing(
    write: Write, here: Path, place: str
) -> None:
    (here / "round").symlink_to("round")
    with socket.socket(socket.AF_UNIX) as held:
        held.bind(str(here / "socket"))
    before = sorted(os.listdir(here))
    done = write(place)
    assert done.code == 3
    assert "cannot be written" in done.err and done.err.count("\n") == 1
    assert sorted(os.listdir(here)) == before


def test_a_file_stays_as_it_was_where_the_report_does_not_come_to_an_end(run: Grade, here: Path) -> None:
    (here / "report.json").write_text("old")
    (here / "empty.py").write_bytes(b"")
    done = run("submit", "empty.py", "--exercise", "flatten", "--output", "report.json", "--format", "json")
    assert done.code == 5 and json.loads((here / "report.json").read_text())["status"] == "rejected"


@pytest.mark.parametrize("name", ["pipe", "/dev/null", "/dev/fd/1", "socket", "link"])
def test_a_batch_keeps_its_results_in_a_file_and_nowhere_else(
    run: Grade, here: Path, exercises: Path, bubblewrap: None, name: str
) -> None:
    hand_in(here, ada=RIGHT)
    os.mkfifo(here / "pipe")
    (here / "link").symlink_to("pipe")
    with socket.socket(socket.AF_UNIX) as held:
        held.bind(str(here / "socket"))
    done = run(*arguments(results=name))
    assert done.code == 2
    one_sentence(done)
    assert stat.S_ISFIFO(os.lstat(here / "pipe").st_mode)


def test_a_batch_follows_a_link_to_its_results_and_leaves_their_mode(
    run: Grade, here: Path, exercises: Path, bubblewrap: None
) -> None:
    hand_in(here, ada=RIGHT)
    (here / "kept").touch(0o640)
    (here / "r.jsonl").symlink_to("kept")
    assert run(*arguments()).code == 0
    assert (here / "r.jsonl").is_symlink()
    assert stat.S_IMODE(os.stat(here / "kept").st_mode) == 0o640
    assert (here / "kept").read_text().count("\n") == 1


ASCII = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize(
    "env", [ASCII, {"PYTHONIOENCODING": "latin-1"}, {"PYTHONIOENCODING": "ascii:strict"}], ids=str
)
def test_whatever_prints_does_so_in_any_encoding(
    run: Grade, here: Path, exercises: Path, bubblewrap: None, env: dict[str, str]
) -> None:
    hand_in(here, **{"Müller": RIGHT, "東京": b"def f(): return 2\n", "a\u202eb": b""})
    (here / "in" / "łx").mkdir()
    readme = exercises / "tiny" / "README.md"
    readme.write_text("# Tiny – größer als 東京\n", "utf-8")
    assert run(*arguments(), env=env).code == 5
    hand_in(here, Müller=b"def f(): return 2\n")
    assert run(*arguments(results="b.sqlite"), env=env).code == 5
    (here / "Müller.py").write_bytes(RIGHT)
    given = ("--exercises", "exercises", "--sandbox", "bubblewrap")
    report = run("submit", "Müller.py", "--exercise", "tiny", *given, "--format", "json",
                 "--audience", "assessor", env=env)  # fmt: skip
    (here / "r.json").write_text(report.out)
    for command, code in {
        ("results", "r.jsonl"): 0, ("results", "r.jsonl", "--format", "csv"): 0,
        ("results", "r.jsonl", "--format", "json"): 0, ("results", "b.sqlite", "--status", "rejected"): 0,
            ("results", "r.jsonl", "--test", "größer"): 0,
        ("diff", "r.jsonl", "b.sqlite"): 1, ("diff", "r.jsonl", "b.sqlite", "--format", "json"): 1,
        ("show", "tiny", "--exercises", "exercises"): 0, ("list", "--exercises", "exercises"): 0,
        ("start", "tiny", "Größe", "--exercises", "exercises"): 0, ("config", "Müller.py"): 0,
        ("replay", "r.json", "Müller.py", "--exercises", "exercises"): 0,
        ("replay", "r.jsonl", "Müller.py", "--candidate", "Müller", "--exercises", "exercises"): 0,
        ("submit", "Müller.py", "--exercise", "tiny", *given): 0, ("submit", "größe.py"): 2,
        ("results", "größe.jsonl"): 2, ("doctor", "--sandbox", "bubblewrap"): 0,
    }.items():  # fmt: skip
        done = run(*command, env=env)
        assert done.code == code, (command, done)
        assert "Traceback" not in done.err and "The grader failed" not in done.err, (command, done)
        if env is ASCII and command[0] != "doctor":
            assert (done.out + done.err).isascii(), (command, done)


def test_a_name_stays_itself_in_any_encoding(
    run: Grade, here: Path, exercises: Path, bubblewrap: None
) -> None:
    hand_in(here, Müller=RIGHT, Möller=RIGHT)
    assert run(*arguments()).code == 0
    lines = run("results", "r.jsonl", "--format", "csv", env=ASCII).out.splitlines()[1:]
    assert [line.partition(",")[0] for line in lines] == ["M\\xf6ller", "M\\xfcller"]


@pytest.mark.parametrize("what", ["results", "diff", "list", "show", "submit"])
def test_who_reads_only_the_first_line_ends_a_command_quietly(
    run: Grade, here: Path, exercises: Path, bubblewrap: None, tmp_path: Path, what: str
) -> None:
    hand_in(here, **{f"c{number}": RIGHT for number in range(3)})
    assert run(*arguments()).code == 0
    (here / "none.jsonl").write_text("")
    (here / "good.py").write_bytes(GOOD)
    command = {
        "results": ["results", "r.jsonl"], "diff": ["diff", "r.jsonl", "none.jsonl"], "list": ["list"],
        "show": ["show", "flatten"],
        "submit": ["submit", "good.py", "--exercise", "flatten", "--visible-only", "--sandbox", "bubblewrap"],
    }[what]  # fmt: skip
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as out:
        done = run(*command, stdout=out)
    assert (done.code, done.err) == (141, "")
    # With a pipe that is there for a line: whether all of it was in the pipe by then is a matter of time.
    with subprocess.Popen(
        [*COMMAND, *command], cwd=here, env=environment(tmp_path), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout and process.stderr
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(PATIENCE_SECONDS) in (0, 1, 141)


def test_a_failure_is_told_though_nobody_reads_the_output(run: Grade, here: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as out:
        done = run("submit", "nobody.py", stdout=out)
    assert done.code == 2
    assert done.err.startswith("grade: There is no file")
