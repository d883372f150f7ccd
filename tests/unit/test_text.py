"""What passes the door to a screen does nothing there."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.text import printable, printable_lines, quoted

ANY_TEXT = st.text(st.characters(exclude_categories=()))
# Unicode's property Default_Ignorable_Code_Point: shown as nothing, or changes what stands beside it.
IGNORABLE = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, ünïcödé, 漢字, 🙂", "plain text, ünïcödé, 漢字, 🙂"),
        ("\x1b[2J\x1b]0;title\x07", r"\x1b[2J\x1b]0;title\x07"),
        ("\x9b31m", r"\x9b31m"),
        ("a\nb\rc\td", r"a\nb\rc\td"),
        ("\x00\x7f", r"\x00\x7f"),
        ("\u202etxt.exe\u2066", r"\u202etxt.exe\u2066"),
        ("a\u200bb\ufeffc\u00ad", r"a\u200bb\ufeffc\xad"),
        ("\ud800\udfff", r"\ud800\udfff"),
        ("\u2028\u2029\x85", r"\u2028\u2029\x85"),
        ("a\u00a0b\u3000c", r"a\xa0b\u3000c"),
        ("\U000e0041\U000e0100\ufe0f", r"\U000e0041\U000e0100\ufe0f"),
        ("[bold]:smile:[/]<b>&amp;", "[bold]:smile:[/]<b>&amp;"),
        ("", ""),
    ],
)
def test_what_acts_on_a_terminal_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(ANY_TEXT)
def test_any_text_becomes_one_line_of_visible_characters(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    assert shown.encode("utf-8").decode("utf-8") == shown


def test_of_all_characters_none_that_controls_or_hides_passes() -> None:
    passed = {
        character for character in map(chr, range(sys.maxunicode + 1)) if printable(character) == character
    }
    kinds = {unicodedata.category(character) for character in passed - {" "}}
    assert not kinds & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}
    assert not passed & {chr(code) for first, last in IGNORABLE for code in range(first, last + 1)}


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [("abc", 3, "abc"), ("abcd", 3, "abc…"), ("\x1b\x1b", 1, r"\x1b…"), ("a" * 10**6, 2, "aa…")],
)
def test_what_is_too_long_is_cut_and_says_so(text: str, most: int, shown: str) -> None:
    assert printable(text, most) == shown


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one\ntwo\r\nthree", ["one", "two", "three"]),
        ("\ta\rb\x0b", [r"    a\rb\x0b"]),
        ("a\n\x1b[A\n", ["a", r"\x1b[A", ""]),
        ("\n".join("abcdef"), ["a", "b", "c", "… 3 more lines"]),
        ("abcdefghij", ["abcdefgh…"]),
    ],
)
def test_the_lines_of_a_text_are_shown_each_by_itself(text: str, lines: list[str]) -> None:
    assert printable_lines(text, most_lines=3, most=8) == lines


def test_of_many_lines_the_last_are_shown_too() -> None:
    text = "\n".join(map(str, range(100)))
    assert printable_lines(text, most_lines=8) == [
        "0",
        "1",
        "2",
        "3",
        "4",
        "5",
        "… 92 more lines",
        "98",
        "99",
    ]
    assert printable_lines("\n".join("abcd"), most_lines=3) == ["a", "b", "c", "… 1 more line"]


@given(ANY_TEXT)
def test_the_lines_of_any_text_are_visible_and_bounded(text: str) -> None:
    lines = printable_lines(text)
    assert len(lines) <= 21
    assert all(line.isprintable() for line in lines)


def test_a_file_name_is_quoted_and_cannot_break_out_of_its_line() -> None:
    assert quoted("a\n\x1b[31m.py") == r"'a\n\x1b[31m.py'"
    assert quoted("x" * 200) == f"'{'x' * 120}…'"
