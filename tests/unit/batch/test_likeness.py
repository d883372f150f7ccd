"""Which submissions are said to be alike, and what of them is marked."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from grader.batch.found import candidates
from grader.batch.likeness.compared import Likeness, compared, document, marked_lines
from grader.batch.likeness.fragments import source
from grader.batch.likeness.side_by_side import page
from grader.exercises.exercise import Exercise
from tests import real

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
    text = "".join(page(found))
    assert "<script" not in text and "\x1b" not in text
    assert text.count("<mark>") >= 2
    assert "A reason to look, not a verdict." in text
    assert "2 submissions compared, 1 pair shown" in text


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


def test_marks_fit_their_text_behind_classes_and_odd_characters(tmp_path: Path) -> None:
    text = "class A_long_name_of_a_class:\n    'ä€𝄞'\n\n" + OWN.format(name="f")
    one = source("x", "x.py", text)
    (begin, *_), (*_, end) = zip(*one.marked(one.hashes), strict=True)
    assert begin < len("class A_long_name_of_a_class:")
    assert one.text[:end].rstrip().endswith("total += number ** 2 - number // 3")


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


@pytest.mark.matrix
def test_a_thousand_are_compared_within_ten_seconds(tmp_path: Path, exercise: Exercise) -> None:
    """In CPU seconds of this process: other work on the machine does not count."""
    import resource

    sources = {f"p{number:04}": various(number) for number in range(1000)}
    sources |= {"p0001": sources["p0999"]}
    began = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    found = people(tmp_path, exercise, sources)
    ended = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    assert names(found)[0] == ("p0001", "p0999")
    assert ended - began < 20  # of two processors


def test_marks_cover_whole_words() -> None:
    one = source("a", "a.py", "from collections.abc import Collection\n\n\n" + OWN.format(name="first"))
    for fragment in one.hashes:
        ((begin, end),) = one.marked([fragment])
        assert begin == 0 or not one.text[begin - 1 : begin + 1].isidentifier()
        assert end == len(one.text) or not one.text[end - 1 : end + 1].isidentifier()
