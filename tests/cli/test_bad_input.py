"""Bad input gets one sentence on standard error, nothing else, and the exit code that says whose it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.command import GOOD

from .conftest import Grade, one_sentence, tiny

ENCODING = "Save it as UTF-8, or name its encoding in the first line, such as: # coding: latin-1"

USAGE, INFRASTRUCTURE, EXERCISE, REJECTED = 2, 3, 4, 5


def test_a_missing_file_is_a_wrong_call(run: Grade, here: Path) -> None:
    (here / "file").touch()
    for name, said in (
        ("nothing.py", "There is no file 'nothing.py'. Check the path."),
        ("file/inside.py", "There is no file 'file/inside.py'. Check the path."),
        ("", "There is no file ''. Check the path."),
    ):
        done = run("submit", name)
        assert (done.code, one_sentence(done)) == (USAGE, said)


def test_what_cannot_be_read_as_a_text_of_bounded_size_is_rejected(run: Grade, here: Path) -> None:
    (here / "empty.py").touch()
    (here / "blank.py").write_bytes(b" \n\t\n")
    (here / "huge.py").write_bytes(b"#" * (5 << 20))
    for name in ("a.rar", "A.7Z", "a.tar.xz", "a.py.gz"):
        (here / name).write_bytes(b"Rar!\x1a\x07\0")
    (here / "huge.ipynb").write_bytes(b" " * (17 << 20))
    (here / "huge.zip").write_bytes(b" " * (65 << 20))
    (here / "large.py").write_bytes(b"# exercise: flatten\n" + b"#" * (256 << 10))
    (here / "latin.py").write_bytes(b"x = '\xe9'\n")
    (here / "utf16.py").write_bytes("def flatten(): ...\n".encode("utf-16"))
    os.mkfifo(here / "fifo.py")
    (here / "dangling.py").symlink_to("nowhere")
    (here / "loop.py").symlink_to("loop.py")
    (here / "link.py").symlink_to("/etc/passwd")
    said = {
        "empty.py": "'empty.py' is empty. Write your solution into it.",
        "blank.py": "'blank.py' is empty. Write your solution into it.",
        "huge.py": "'huge.py' has 5242880 bytes, above the limit of 4194304. Shorten it.",
        **{
            name: f"'{name}' is packed in a way that is not read here. Pack it again, as .zip or .tar.gz."
            for name in ("a.rar", "A.7Z", "a.tar.xz", "a.py.gz")
        },
        "huge.ipynb": (
            "'huge.ipynb' has 17825792 bytes, above the limit of 16777216. "
            "Clear its outputs and save it again."
        ),
        "huge.zip": "'huge.zip' has 68157440 bytes, above the limit of 67108864. Hand in your solution only.",
        "large.py": "'large.py' has 262164 bytes, above the limit of 262144. Shorten it.",
        "latin.py": f"'latin.py' is not UTF-8 text (byte 6 of line 1). {ENCODING}",
        "utf16.py": f"'utf16.py' is not UTF-8 text (byte 1 of line 1). {ENCODING}",
        "fifo.py": "'fifo.py' is not a regular file. Name the file with your solution.",
        "dangling.py": "'dangling.py' is a symbolic link. Name the file itself.",
        "loop.py": "'loop.py' is a symbolic link. Name the file itself.",
        "link.py": "'link.py' is a symbolic link. Name the file itself.",
        "/dev/zero": "'/dev/zero' is not a regular file. Name the file with your solution.",
    }
    found = {name: run("submit", name) for name in said}
    assert {name: one_sentence(done) for name, done in found.items()} == said
    assert {done.code for done in found.values()} == {REJECTED}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_rejected(run: Grade, here: Path) -> None:
    (here / "secret.py").write_bytes(GOOD)
    (here / "secret.py").chmod(0)
    done = run("submit", "secret.py")
    assert done.code == REJECTED
    said = "'secret.py' cannot be read (Permission denied). Check its path and its mode."
    assert one_sentence(done) == said


def test_a_place_where_nothing_can_be_written_is_named(run: Grade, here: Path) -> None:
    for arguments, place in (
        (("new", "fresh", "--exercises", "/proc"), "/proc/fresh"),
        (("kit", "flatten", "/proc/kit"), "/proc/kit"),
        (("start", "flatten", "/proc/start"), "/proc/start"),
    ):
        done = run(*arguments)
        said = f"The machine refused '{place}' (No such file or directory). Check the path, its mode"
        assert (done.code, one_sentence(done).split(", and")[0]) == (INFRASTRUCTURE, said)


def test_an_empty_folder_of_exercises_is_named(run: Grade, here: Path) -> None:
    (here / "none").mkdir()
    (here / "a.py").write_bytes(GOOD)
    done = run("submit", "a.py", "--exercise", "flatten", "--exercises", "none")
    assert done.code == USAGE
    assert one_sentence(done).startswith(
        f"There is no exercise in '{here / 'none'}' that this user can read."
    )


def test_an_unknown_exercise_suggests_the_nearest(run: Grade, here: Path) -> None:
    (here / "a.py").write_bytes(GOOD)
    (here / "b.py").write_bytes(b"# exercise: state_machin\n" + GOOD)
    for arguments, said in (
        (
            ("submit", "a.py", "--exercise", "flaten"),
            "There is no exercise 'flaten'. Did you mean 'flatten'?",
        ),
        (("submit", "b.py"), "There is no exercise 'state_machin'. Did you mean 'state_machine'?"),
        (("show", "asynch_fetcher"), "There is no exercise 'asynch_fetcher'. Did you mean 'async_fetcher'?"),
        (("start", "Flatten"), "There is no exercise 'Flatten'. Did you mean 'flatten'?"),
    ):
        done = run(*arguments)
        assert (done.code, one_sentence(done)) == (USAGE, said)
    done = run("submit", "a.py", "--exercise", "../flatten")
    assert (done.code, one_sentence(done).split(".")[0]) == (USAGE, "There is no exercise '")


def test_wrong_options_are_wrong_calls(run: Grade, here: Path) -> None:
    (here / "flatten.py").write_bytes(GOOD)
    for arguments in (
        ("submit",),
        ("submit", "flatten.py", "another.py"),
        ("submit", "flatten.py", "--sandbox", "none"),
        ("submit", "flatten.py", "--format", "pdf"),
        ("submit", "flatten.py", "--fail-under", "101"),
        ("submit", "flatten.py", "--fail-under", "nan"),
        ("submit", "flatten.py", "--seed", "-1"),
        ("submit", "flatten.py", "--audience", "everybody"),
        ("submit", "flatten.py", "--sandbox", "bubblewrap", "--runtime", "runsc"),
        ("submit", "flatten.py", "--exercises", "nowhere"),
        ("submit", "--no-such-option"),
        ("no-such-command",),
        ("show",),
        ("list", "--exercises", "flatten.py"),
    ):
        done = run(*arguments)
        assert done.code == USAGE, (arguments, done)
        one_sentence(done)


SAID = {
    ("similar", "x", "--exercise", "flatten", "--most", "many"): (
        "Invalid value for '--most': 'many' is not a whole number from 1 to 1000."
    ),
    ("submit", "x", "--fail-under", "200"): (
        "Invalid value for '--fail-under': '200' is not a number from 0 to 100."
    ),
    ("serve", "--rate", "0"): "Invalid value for '--rate': '0' is not a number of at least 1.",
    ("server-admin", "invite", "flatten", "Ada", "--deadline", "tomorrow"): (
        "Invalid value for '--deadline': 'tomorrow' is no time. Write it as 2026-11-28T23:59."
    ),
    ("batch", "x", "--exercise", "flatten"): (
        "`grade batch` needs --results FILE. `grade batch --help` says more."
    ),
    ("submit",): "`grade submit` needs FILE. `grade submit --help` says more.",
    ("batch",): "`grade batch` needs PATHS. `grade batch --help` says more.",
    ("submit", "x", "y"): ("Got unexpected extra argument (y). `grade submit --help` says what there is."),
    ("submit", "--zzz"): "No such option '--zzz'. `grade submit --help` says what there is.",
    ("submti", "x"): "There is no command 'submti'. Did you mean 'submit'?",
    ("zzz",): "There is no command 'zzz'. `grade --help` lists all.",
    ("server-admin", "tokens"): "There is no command 'tokens'. Did you mean 'token'?",
    ("completion", "tcsh"): "Invalid value for 'SHELL': 'tcsh' is not one of 'bash', 'zsh', 'fish'.",
}


@pytest.mark.parametrize("arguments", SAID, ids=" ".join)
def test_a_wrong_call_is_told_what_is_right(run: Grade, here: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.code, one_sentence(done)) == (USAGE, SAID[arguments])


@pytest.mark.parametrize("arguments", [(), ("server-admin",)], ids=["grade", "server-admin"])
def test_a_group_alone_shows_its_help_as_a_wrong_call(run: Grade, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (USAGE, "")
    assert done.err.startswith("Usage: grade ") and "\nCommands:\n" in done.err


def test_a_broken_manifest_is_its_authors_fault(run: Grade, here: Path) -> None:
    folder = tiny(here, "def test_x(): pass\n")
    (here / "tiny.py").write_bytes(b"def f(): pass\n")
    manifest = folder / "tiny" / "exercise.toml"
    good = manifest.read_text()
    broken = {
        "schema = ": "is not valid TOML",
        good.replace('title = "Tiny"', ""): "lacks title",
        good.replace("cpu_seconds = 20", "cpu_seconds = 0"): "limits.cpu_seconds",
        good.replace("points = 1", 'points = "1"'): "points",
        "surprise = 1\n" + good: "surprise",
    }
    for text, said in broken.items():
        manifest.write_text(text)
        done = run("submit", "tiny.py", "--exercises", str(folder))
        assert done.code == EXERCISE
        assert said in one_sentence(done)
    manifest.write_bytes(b"\xff")
    assert run("list", "--exercises", str(folder)).code == EXERCISE


SUITES = {
    "def test_x(:\n": "hidden/test_tiny.py",
    "import no_such_module\n\ndef test_x(): pass\n": "hidden/test_tiny.py",
    "from solution import f\n\nint(f())\n\ndef test_x(): pass\n": "",
    "raise SystemExit(0)\n\ndef test_x(): pass\n": "",
    "import os\nos._exit(0)\n\ndef test_x(): pass\n": "",
    "def test_x(no_such_fixture): pass\n": "",
    "def test_x():\n    undefined\n": "",
    "import pytest\n\n@pytest.mark.points('many')\ndef test_x(): pass\n": "",
}


@pytest.mark.parametrize("suite", SUITES)
def test_a_broken_suite_is_its_authors_fault_and_gives_no_score(
    submit: Grade, here: Path, suite: str
) -> None:
    folder = tiny(here, suite)
    (here / "tiny.py").write_bytes(b"def f(): pass\n")
    done = submit("tiny.py", "--exercises", str(folder))
    assert done.code in ((INFRASTRUCTURE,) if "_exit" in suite else (EXERCISE,)), done
    assert SUITES[suite] in one_sentence(done)


def test_with_debug_an_author_is_shown_what_is_broken_in_the_suite(submit: Grade, here: Path) -> None:
    folder = tiny(here, "def test_it(): pass\n\nimport no_such_module\n")
    (here / "tiny.py").write_bytes(b"def f(): pass\n")
    done = submit("tiny.py", "--exercises", str(folder), "--debug")
    assert done.code == EXERCISE
    assert "test_tiny.py:3: in <module>" in done.err
    assert "No module named 'no_such_module'" in done.err


def test_points_that_do_not_add_up_are_the_authors_fault(submit: Grade, here: Path) -> None:
    folder = tiny(here, "def test_x(): pass\n", points=2)
    (here / "tiny.py").write_bytes(b"def f(): pass\n")
    done = submit("tiny.py", "--exercises", str(folder))
    assert done.code == EXERCISE
    assert one_sentence(done) == (
        "The suites of 'tiny' add up to 1 point and 0 bonus, the manifest says 2 and 0. "
        "Its author must mend one of them."
    )


def test_docker_that_was_demanded_and_is_not_there_is_no_score_and_no_step_down(
    run: Grade, here: Path
) -> None:
    (here / "flatten.py").write_bytes(GOOD)
    dead = {"DOCKER_HOST": f"unix://{here}/nonexistent.sock"}
    done = run("submit", "flatten.py", "--sandbox", "docker", env=dead)
    assert done.code == INFRASTRUCTURE
    assert one_sentence(done) == (
        f"Docker cannot be used: no engine answers at {dead['DOCKER_HOST']} (DOCKER_HOST). "
        "Mend that, or use --sandbox bubblewrap."
    )


def test_problems_are_json_where_json_was_asked_for(submit: Grade, here: Path) -> None:
    (here / "flatten.py").write_bytes(b"")
    done = submit("flatten.py", "--format", "json")
    assert done.code == REJECTED
    assert done.err == "grade: 'flatten.py' is empty. Write your solution into it.\n"
    found = done.json
    assert (found["status"], found["score"], found["tests"]) == ("rejected", None, [])
    assert found["problem"] == {
        "owner": "candidate", "code": "empty", "message": "'flatten.py' is empty.",
        "remedy": "Write your solution into it.",
    }  # fmt: skip
    folder = tiny(here, "def test_x(:\n")
    (here / "tiny.py").write_bytes(b"def f(): pass\n")
    found = submit("tiny.py", "--exercises", str(folder), "--format", "json").json
    assert (found["status"], found["score"], found["problem"]["owner"]) == ("error", None, "author")


ODD_NAMES = (
    b"a b.py", b"a\nb.py", b"\x1b[2J.py", b"[bold]x[red].py", b"\xff\xfe.py", b"a:b,readonly=false.py",
    b"-rf.py",
    b"--privileged", b"json.py", b"pytest.py", b"conftest.py", b"test_x.py", b"__init__.py",
    b"sitecustomize.py",
    "größe 列表\u202e.py".encode(), b"no_suffix", b"x" * 252 + b".py",
)  # fmt: skip


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_file_of_any_name_is_graded_as_usual_and_its_name_is_shown_harmlessly(
    submit: Grade, here: Path, name: bytes
) -> None:
    with open(os.path.join(os.fsencode(here), name), "wb") as file:
        file.write(GOOD)
    done = submit("--visible-only", "--", name)
    assert done.code == 0, done
    assert done.err == ""
    assert "5 of 5 points" in done.out
    assert "\x1b" not in done.out and "\u202e" not in done.out
    done = submit("--visible-only", "--format", "json", "--", name)
    assert done.code == 0
    assert os.fsencode(done.json["submission"]["file"]) == name


def test_the_interpreter_is_not_asked_to_read_the_submission(submit: Grade, here: Path) -> None:
    # Were any of it run or parsed on the trusted side, this would show.
    (here / "flatten.py").write_bytes(b"x = " + b"(" * 90_000 + b"\n" + GOOD)
    done = submit("flatten.py", "--format", "json")
    assert done.code == 1
    assert {test["verdict"] for test in done.json["tests"]} == {"error"}
