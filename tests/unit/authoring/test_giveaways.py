"""Titles and hints that repeat an input of the hidden suite are found, and public words are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring.giveaways import giveaways
from grader.report import Test, Visibility
from tests import real

SUITE = '''
"""Words about 77 and plums."""
import pytest

PLACES = [50_000, -12, 7, True, 25, 31.0]

@pytest.mark.parametrize("text", ["melon", "of"])
@pytest.mark.hint("Have you thought of 88?")
def test_one(text):
    """takes 66"""
    assert f"{text} and pears" == "lemon", b"grape"
'''


def told(folder: Path, hint: str, *, title: str = "", visible: bool = False) -> list[str]:
    exercise = real.tiny_exercise(folder, SUITE)
    (folder / "README.md").write_text("Up to 50 000, such as 'lemon', at most=25.0, or 31 (v1.0.0).\n")
    visibility = Visibility.VISIBLE if visible else Visibility.HIDDEN
    return giveaways(exercise, [Test("hidden/a.py::t", title, "Tests", 1, False, visibility, hint)])


@pytest.mark.parametrize("hint", ["What of 12?", "Not -12.", "Try melon.", "A grape, perhaps?"])
def test_a_hint_with_a_literal_of_the_hidden_suite_gives_it_away(tmp_path: Path, hint: str) -> None:
    (fault,) = told(tmp_path, hint)
    assert fault.startswith(f"The hint {hint!r} holds ")


def test_so_does_a_title(tmp_path: Path) -> None:
    (fault,) = told(tmp_path, "", title="knows melon")
    assert fault.startswith("The title 'knows melon' holds 'melon'")


@pytest.mark.parametrize(
    "hint",
    [
        "Deep is 50 000, and a lemon is sour.",  # which the task says
        "It is 25 at most, be it 31.0 or 31.",  # the same numbers, written otherwise
        "Seven is 7, of course; true is True.",  # too short to mean anything
        "Have you thought of 88? It takes 66, 77 and plums.",  # words about the tests, no inputs
        "There are 112 melons, 12.5 grapefruits and text_melon.",  # other words and numbers
        "And pears.",  # a part of a message
    ],
)
def test_public_words_short_ones_and_descriptions_give_nothing_away(tmp_path: Path, hint: str) -> None:
    assert told(tmp_path, hint) == []


def test_visible_tests_may_say_what_they_like(tmp_path: Path) -> None:
    assert told(tmp_path, "Try melon.", visible=True) == []
