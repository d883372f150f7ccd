"""`grade overview`: from the results of a real batch to a page, and what is said where there are none."""

from __future__ import annotations

from pathlib import Path

from .conftest import Grade, one_sentence, tiny

SUITE = """
from solution import f

def test_one():
    assert f() == 1
"""


def test_a_batch_becomes_a_page_with_everybody_on_it(run: Grade, here: Path, bubblewrap: None) -> None:
    tiny(here, SUITE)
    (here / "in").mkdir()
    for name, source in (("ada", "def f(): return 1\n"), ("<b>bob", "def f(): return 7\n"), ("eve", "")):
        (here / "in" / f"{name}.py").write_text(source)
    options = ["--exercises", "exercises", "--exercise", "tiny", "--sandbox", "bubblewrap"]
    assert run("batch", "in", *options, "--results", "r.jsonl").code == 5
    done = run("overview", "r.jsonl", "--output", "o.html")
    assert (done.code, done.out, done.err) == (0, "", "")
    html = (here / "o.html").read_text("ascii")
    for text in (
        "ada</span>",
        "&lt;b&gt;bob</span>",
        "Rejected: 1 submission<",
        "assert 7 == 1",
        "50 %</dd>",
    ):
        assert text in html, text
    assert run("overview", "r.jsonl").out == html


def test_what_is_no_file_of_results_is_said_in_a_sentence(run: Grade, here: Path) -> None:
    assert one_sentence(run("overview", "r.jsonl")) == "There is no file 'r.jsonl'. Check the path."
    (here / "r.jsonl").write_text("{}\n")
    done = run("overview", "r.jsonl", "--output", "o.html")
    assert (done.code, one_sentence(done)[:38]) == (2, "Line 1 of 'r.jsonl' is no result of `g")
    assert not (here / "o.html").exists()
