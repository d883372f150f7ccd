"""What a candidate writes is harmless wherever it is shown: on a terminal, in a log, in a document.

The files in `text/` put hostile text into messages, output, names and results; here it is in file names too.
Everything is read as a person would get it, from the command, with colours on a terminal and without.
"""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.render import FORMATS
from tests import real

FOLDER = Path(__file__).parent / "text"
FILES = sorted(path.stem for path in FOLDER.glob("*.py"))
PROJECT = FOLDER.parents[2]
# All formats but the one that is on standard output.
OTHERS = [name for name in FORMATS if name != "json"]
# A line of ours for GitHub: what would end its parts is escaped in them.
ANNOTATION = re.compile(r"^::(error|notice) ((file|line|title)=[^:,\n]*,?)+::", re.M)
# Colours, bold and dim, as the report itself is written; the second takes the line of progress away.
# The first word is written over by what follows.
OURS = re.compile(r"\x1b\[[0-9;]*m|\r\x1b\[2K|^starting\r")
# Not seen, or they change how their neighbours look: formats, controls, surrogates, unassigned, line ends.
HARMFUL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# What build servers take for a command: at the start of a line, or anywhere.
COMMAND = re.compile(r"^\s*::|##\w*\[", re.M)
NAMES = (
    b"::error file=a::forged.py",
    b"::set-output name=a::" + b"x" * 100 + b".py",
    b"a\n::error::forged\r.py",
    b"\x1b[2J\x1b]0;title\x07\x9b31m.py",
    b"[/x][bold red][link=http:x].py",  # in a folder called "["
    "\u202e\u2066\u200b\U000e0041.py".encode(),
    b"\xff\xfe\x80.py",
    b"##vso[task.complete result=Succeeded;].py",
    b"<b>&amp;]]>=1+1|.py",
    b"-h\n.py",
)


@dataclass(frozen=True)
class Shown:
    """What a command wrote; on a terminal all of it comes as one."""

    code: int
    out: bytes
    err: bytes = b""


Submit = Callable[..., Shown]


@pytest.fixture(scope="session")
def submit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Submit]:
    """Runs `grade submit` once for the same arguments, with a few at a time."""
    real.sandbox_or_skip("bubblewrap")
    here = tmp_path_factory.mktemp("here")
    for name in FILES:
        (here / f"{name}.py").write_bytes((FOLDER / f"{name}.py").read_bytes())
    for odd in NAMES:
        place = os.path.join(os.fsencode(here), odd)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            file.write(b"# exercise: flatten\ndef flatten(items): raise ValueError(__file__)\n")
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}

    def run(arguments: tuple[str | bytes, ...], terminal: bool, environment: dict[str, str]) -> Shown:
        command = [sys.executable, "-m", "grader", "submit", "--sandbox", "bubblewrap", *arguments]
        env = {**kept, "PYTHONPATH": str(PROJECT), "LANG": "C.UTF-8", "TERM": "xterm-256color", **environment}
        if terminal:
            return _on_a_terminal(command, here, env)
        done = subprocess.run(command, cwd=here, env=env, capture_output=True, timeout=120, check=False)
        return Shown(done.returncode, done.stdout, done.stderr)

    with ThreadPoolExecutor(2) as pool:
        runs: dict[object, Future[Shown]] = {}

        def submit(*arguments: str | bytes, terminal: bool = False, **environment: str) -> Shown:
            key = (arguments, terminal, tuple(environment.items()))
            if key not in runs:
                runs[key] = pool.submit(run, arguments, terminal, environment)
            return runs[key].result()

        yield submit


def _on_a_terminal(command: list[str | bytes], here: Path, env: dict[str, str]) -> Shown:
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, cwd=here, env=env, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        written = b""
        with contextlib.suppress(OSError):  # the way in which a terminal says that nobody writes any more
            while data := os.read(ours, 1 << 16):
                written += data
        os.close(ours)
    return Shown(process.returncode, written.replace(b"\r\n", b"\n"))


def assert_harmless(text: str) -> None:
    """Only what can be printed, line ends and our own colours; no line is a command."""
    plain = OURS.sub("", text)
    harmful = {character for character in plain if unicodedata.category(character) in HARMFUL} - {"\n"}
    assert harmful == set()
    assert [character for character in plain if ord(character) in (0x00AD, 0x034F, 0x3164, 0x2800)] == []
    assert COMMAND.findall(plain) == []


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("audience", ["candidate", "assessor"])
def test_a_terminal_is_shown_text_and_our_own_colours(submit: Submit, name: str, audience: str) -> None:
    shown = submit(f"{name}.py", "--audience", audience, terminal=True)
    text = shown.out.decode("utf-8")
    assert shown.code == 1
    assert "\x1b[" in text  # it did take this for a terminal
    assert "of 20 points" in OURS.sub("", text) or "of 25 points" in OURS.sub("", text)
    assert_harmless(text)


@pytest.mark.parametrize("name", FILES)
def test_a_plain_encoding_gets_plain_characters(submit: Submit, name: str) -> None:
    env = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    shown = submit(f"{name}.py", "--audience", "assessor", **env)
    assert shown.code == 1
    assert_harmless(shown.out.decode("ascii"))
    assert_harmless(shown.err.decode("ascii"))
    assert b"\x1b" not in shown.out + shown.err


@pytest.mark.parametrize("name", FILES)
def test_json_is_one_document_in_plain_characters_and_all_other_formats_are_harmless(
    submit: Submit, tmp_path: Path, name: str
) -> None:
    others = [part for held in OTHERS for part in ("--format", f"{held}={tmp_path / held}")]
    shown = submit(f"{name}.py", "--audience", "assessor", "--format", "json", *others)
    for held in OTHERS:
        text = (tmp_path / held).read_text("utf-8")
        assert_harmless(ANNOTATION.sub("", text) if held == "github" else text)
    assert (shown.code, shown.err) == (1, b"")
    assert_harmless(shown.out.decode("ascii"))
    document = json.loads(shown.out)
    assert document["status"] == "graded"
    # Nothing is lost by it: the text itself is in there, for whoever shows it to escape it in their way.
    texts = [test["message"] + test["output"] for test in document["tests"]]
    assert any(re.search("\x1b|\\[/x\\]|::error|\0|\ufffd|\\\\u", text) for text in texts)


def test_markup_is_shown_as_it_was_written(submit: Submit) -> None:
    text = submit("console_markup.py", terminal=True).out.decode("utf-8")
    assert "[/x] [bold green]passed[/] [/] [link=http://x]y[/link]" in text
    assert ":boom:" in text


def test_a_forged_line_cannot_be_taken_for_the_score(submit: Submit) -> None:
    lines = submit("control_sequences_in_a_message.py").out.decode("utf-8").splitlines()
    scores = [line for line in lines if "of 20 points" in line]
    assert [line for line in scores if not line.startswith(" ")] == [scores[-1]]
    assert scores[-1].startswith("0 of 20 points")


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_file_name_is_only_text(submit: Submit, name: bytes) -> None:
    shown = submit("--visible-only", "--", name, terminal=True)
    assert shown.code == 1
    assert_harmless(shown.out.decode("utf-8"))
    shown = submit("--visible-only", "--format", "json", "--", name)
    assert shown.code == 1
    assert_harmless(shown.out.decode("ascii"))
    assert os.fsencode(json.loads(shown.out)["submission"]["file"]) == name


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_so_is_the_name_of_a_file_that_cannot_be_graded(submit: Submit, name: bytes) -> None:
    shown = submit("--format", "json", "--", b"nowhere/" + name)
    assert shown.code == 2
    assert_harmless((shown.out + shown.err).decode("utf-8"))
