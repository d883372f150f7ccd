"""Which submissions are said to be alike, and what of them is marked."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest

from grader.batch.found import candidates
from grader.batch.likeness.compared import Likeness, compared, document, marked_lines
from grader.batch.likeness.fragments import everything, source, winnowed
from grader.batch.likeness.reduced import words
from grader.batch.likeness.side_by_side import page as page_of
from grader.exercises.exercise import Exercise
from tests import real
from tests.browser import Seen, printed, wider

OWN = """\
def {name}(numbers):
    total = 0
    for number in numbers:
        if number % 7 == 3 and number not in (10, 24):
            total += number ** 2 - number // 3
    return total
"""
# Everybody's way to begin, by what the teacher wrote on the board.
BOARD = """\
def read(lines):
    rows = [line.strip().split(";") for line in lines if not line.startswith("#")]
    return {row[0]: [float(cell) for cell in row[1:]] for row in rows}
"""


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    made = real.tiny_exercise(tmp_path / "exercises" / "tiny", "def test_one(): ...")
    (made.folder / "starter.py").write_text("def f(numbers): ...\n")
    return made


def people(tmp_path: Path, exercise: Exercise, sources: dict[str, str], most: int = 50) -> Likeness:
    folder = tmp_path / "class"
    folder.mkdir()
    for name, text in sources.items():
        (folder / f"{name}.py").write_text(text)
    return compared(candidates([str(folder)]), exercise, most)


def various(number: int) -> str:
    """A solution like nobody else's."""
    chance = random.Random(number)
    words = ("for", "while", "if", "with", "try")
    lines = [f"def step{number}_{place}(a, b):\n    return {expression(chance)}\n" for place in range(12)]
    return f"# {chance.choice(words)}\n" + "\n".join(lines)


def expression(chance: random.Random) -> str:
    return (
        " ".join(
            f"{chance.choice('ab')} {chance.choice('+-*/%|&^')} {chance.randrange(99)} +" for _ in range(9)
        )
        + " 0"
    )


def names(found: Likeness) -> list[tuple[str, str]]:
    return [(pair.first.name, pair.second.name) for pair in found.pairs]


def test_a_copy_with_other_names_and_comments_is_found_and_marked(tmp_path: Path, exercise: Exercise) -> None:
    copy = OWN.format(name="g").replace("number", "x").replace("total", "s").replace("s = 0", "s = 0  # mine")
    sources = {f"other{number}": various(number) for number in range(6)}
    found = people(
        tmp_path, exercise, {"ada": "\n\n" + OWN.format(name="f"), "bob": f"import os\n\n{copy}"} | sources
    )
    assert names(found) == [("ada", "bob")]
    (pair,) = found.pairs
    assert marked_lines(pair.first, pair.shared) == [(1, 6)]
    assert [last for _, last in marked_lines(pair.second, pair.shared)] == [8]
    assert 0.8 < pair.shares[0] <= 1


@pytest.mark.parametrize("part", ["starter.py", "visible/test_visible.py", "submissions/accepted/one.py"])
def test_what_the_exercise_gives_and_what_is_accepted_counts_for_nothing(
    tmp_path: Path, exercise: Exercise, part: str
) -> None:
    (exercise.folder / part).parent.mkdir(parents=True, exist_ok=True)
    (exercise.folder / part).write_text(OWN.format(name="f"))
    assert names(people(tmp_path, exercise, {"ada": OWN.format(name="f"), "bob": OWN.format(name="f")})) == []


def test_what_most_of_the_class_shares_counts_for_nothing(tmp_path: Path, exercise: Exercise) -> None:
    found = people(tmp_path, exercise, {f"p{number}": BOARD + various(number) for number in range(8)})
    assert names(found) == []


def test_what_fewer_share_comes_first(tmp_path: Path, exercise: Exercise) -> None:
    other = OWN.format(name="f").replace("% 7 == 3", "& 9 != 5").replace("** 2 -", "// 8 +")
    few = {name: other + various(number) for number, name in enumerate("xyz")}
    two = {"ada": OWN.format(name="f") + various(4), "bob": OWN.format(name="f") + various(5)}
    found = people(tmp_path, exercise, {**few, **two, **{f"o{n}": various(n) for n in range(6, 12)}})
    assert names(found)[0] == ("ada", "bob")
    assert set(names(found)[1:]) == {("x", "y"), ("x", "z"), ("y", "z")}


def test_the_page_shows_both_and_runs_nothing_of_theirs(tmp_path: Path, exercise: Exercise) -> None:
    evil = OWN.format(name="f") + 'X = "</pre><script>alert(1)</script>\x1b[2J"\n'
    found = people(tmp_path, exercise, {"ada": evil, "bob": evil})
    text = "".join(page_of(found))
    assert "<script" not in text and "\x1b" not in text
    assert text.count("<mark>") >= 2
    assert "A reason to look, not a verdict." in text
    assert "2 submissions compared, 1 pair shown" in text


def test_on_paper_both_are_side_by_side_and_no_indentation_is_underlined(
    seen: Seen, tmp_path: Path, exercise: Exercise
) -> None:
    sources = {name: OWN.format(name=name) for name in ("ada", "bob")}
    page = seen.open("".join(page_of(people(tmp_path, exercise, sources))), tmp_path / "s.html")
    lines = page.locator("mark").all_inner_texts()
    assert len(lines) > 8 and all(line == line.strip() for line in lines)
    page.emulate_media(media="print")
    first, second = (side.bounding_box() for side in page.locator(".sides section").all())
    assert first and second and (first["y"], first["width"]) == (second["y"], second["width"])
    assert wider(page) == []
    assert any("ada" in line and "bob" in line for line in printed(page)[0])


def test_the_document_has_the_lines_of_each_and_no_verdict(tmp_path: Path, exercise: Exercise) -> None:
    found = people(
        tmp_path, exercise, {"ada": OWN.format(name="f"), "bob": OWN.format(name="f"), "cem": "\x00"}
    )
    told = json.loads(json.dumps(document(found)))
    (pair,) = told["pairs"]
    assert [one["candidate"] for one in pair["submissions"]] == ["ada", "bob"]
    assert [one["lines"] for one in pair["submissions"]] == [[[1, 6]], [[1, 6]]]
    assert (told["submissions"], told["exercise"]) == (found.count, "tiny")
    assert told["note"].startswith("A reason to look, not a verdict.")


def test_marks_fit_their_text_behind_classes_and_odd_characters() -> None:
    text = "class A_long_name_of_a_class:\n    'ä€𝄞'\n\n" + OWN.format(name="f")
    one = source("x", "x.py", text)
    assert one.marked(everything([text])) == [(0, len(text.rstrip()))]
    (begin, *_), (*_, end) = zip(*one.marked(one.hashes), strict=True)
    assert begin < len("class A_long_name_of_a_class:")
    assert one.text[:end].endswith(("- number // 3", "return", "return total"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("total = first + 1_0e-5", "V = V + 1_0e - 5"),
        ("for x in range(len(own.len)):", "for V in range ( len ( V . V ) ) :"),
        ("self.x  # of mine\n\n\ty", "self . V V"),
        ("a \\\n\f+ b", "V + V"),
        ("'it' \"is\" '''so\n# it''' rb'is'", '"S" "S" "S" "S"'),
        (r"'no \' end' b'\\' x", '"S" "S" V'),
        ('f"{a + b:>{w}} is" rF"{c!r}"', '"S { V + V : > { V } } " "S { V ! V } "'),
        ("x = 'no end\nif y", 'V = "S" if V'),
        ("x = '''no end\nif y", 'V = "S"'),
        ("größe = $ ?\x00", "V = $ ? \x00"),
    ],
)
def test_names_and_texts_become_marks_and_comments_and_space_vanish(text: str, kept: str) -> None:
    assert " ".join(word.mark for word in words(text) if word.mark) == kept


@pytest.mark.parametrize(
    "piece", ["'", '"', "\\", "'''", "f'{", "f'{x}'", "'\n", "{", "#", " ", "a", "\ud800", "é", "f\"{'"]
)
def test_no_source_takes_long(piece: str) -> None:
    """A source may be as hostile as anything handed in: its time grows with its length, and no more."""
    one = source("x", "x.py", piece * (100_000 // len(piece)))
    assert all(0 <= begin < end <= len(one.text) for begin, end in one.marked(one.hashes))


def test_those_fragments_are_selected_that_are_the_least_of_their_neighbours() -> None:
    chance = random.Random(1)
    for count in range(40):
        hashes = [chance.randrange(60) for _ in range(count)]
        windows = [hashes[place : place + 6] for place in range(max(1, count - 5))]
        wanted = sorted({min(window) for window in windows if window})
        assert winnowed(numpy.array(hashes, dtype=numpy.uint64), 6).tolist() == wanted


@pytest.mark.parametrize(
    ("begin", "change"),
    [
        ("def broken(:\n", lambda text: text),
        ("", lambda text: text.replace("    ", "\t")),
        ("", lambda text: text.replace("\n", "\r\n")),
        ("", lambda text: text.replace("\n", "  # ü\n\n")),
        ("x = 'no end\n", lambda text: text.replace("numbers", "größen")),
    ],
)
def test_a_copy_is_found_and_marked_however_it_is_written(
    tmp_path: Path, exercise: Exercise, begin: str, change: Callable[[str], str]
) -> None:
    copy = begin + change(OWN.format(name="f"))
    (pair,) = people(tmp_path, exercise, {"ada": OWN.format(name="f"), "bob": copy}).pairs
    ((start, _), *_), (*_, (_, end)) = pair.second.marked(pair.shared), pair.second.marked(pair.shared)
    assert pair.second.text[:start].endswith(("def f(", "def ", "\n"))
    assert pair.second.text[:end].endswith(("- number // 3", "return", "return total"))


def test_a_source_in_an_encoding_of_its_own_is_shown_as_it_is(tmp_path: Path, exercise: Exercise) -> None:
    text = "# coding: latin-1\nX = 'Grüße'\n" + OWN.format(name="f")
    folder = tmp_path / "class"
    folder.mkdir()
    for name in ("ada", "bob"):
        (folder / f"{name}.py").write_bytes(text.encode("latin-1"))
    (pair,) = compared(candidates([str(folder)]), exercise, 1).pairs
    assert pair.first.text == text


def test_two_runs_say_the_same(tmp_path: Path, exercise: Exercise) -> None:
    """Whatever Python's own hashes are: each run has others."""
    program = (
        "import sys; from grader.batch.likeness.fragments import source;"
        "print(source('x', 'x', open(sys.argv[1]).read()).hashes.tolist())"
    )
    (tmp_path / "x.py").write_text(various(1))
    argv = [sys.executable, "-c", program, str(tmp_path / "x.py")]
    runs = {
        subprocess.run(argv, capture_output=True, check=True, env={"PYTHONHASHSEED": seed}).stdout
        for seed in "12"
    }
    assert len(runs) == 1


def test_the_index_keeps_little_of_each() -> None:
    """Of a class of thousands no more is kept than twice what its sources have, packed and indexed."""
    one = source("x", "x.py", various(1))
    assert len(one.packed) + one.hashes.nbytes < 2 * len(one.text)


def test_two_hundred_are_compared_within_two_seconds(tmp_path: Path, exercise: Exercise) -> None:
    """In CPU seconds of this process, as other work on the machine does not count: a thousand within ten."""
    import resource

    sources = {f"p{number:04}": various(number) for number in range(200)}
    sources |= {"p0001": sources["p0199"]}
    began = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    found = people(tmp_path, exercise, sources)
    ended = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    assert names(found)[0] == ("p0001", "p0199")
    assert ended - began < 2


def test_marks_cover_whole_words() -> None:
    one = source("a", "a.py", "from collections.abc import Collection\n\n\n" + OWN.format(name="first"))
    for fragment in one.hashes:
        ((begin, end),) = one.marked([fragment])
        assert begin == 0 or not one.text[begin - 1 : begin + 1].isidentifier()
        assert end == len(one.text) or not one.text[end - 1 : end + 1].isidentifier()
