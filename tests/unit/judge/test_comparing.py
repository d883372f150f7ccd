"""What a program printed beside what is wanted: exact, by lines, words and numbers."""

from __future__ import annotations

import time

import pytest

from grader.judge.fixtures.comparing import difference, same_lines, same_numbers, same_tokens


@pytest.mark.parametrize(
    ("came", "wanted", "lines", "tokens"),
    [
        ("a b\n", "a b\n", True, True),
        ("a b", "a b\n", True, True),
        ("a b \r\n\n\n", "a b", True, True),
        ("a  b", "a b", False, True),
        ("a\nb", "a b", False, True),
        (" a", "a", False, True),
        ("a\n\nb", "a\nb", False, True),
        ("A", "a", False, False),
        ("a", "a b", False, False),
        ("", "\n \n", True, True),
        ("1.0", "1", False, False),
    ],
)
def test_lines_and_words(came: str, wanted: str, lines: bool, tokens: bool) -> None:
    assert (same_lines(came, wanted), same_tokens(came, wanted)) == (lines, tokens)


@pytest.mark.parametrize(
    ("came", "wanted", "same"),
    [
        ("1.0000001", "1", True),
        ("1.001", "1", False),
        ("x = 2.5e0", "x  =\n2.5", True),
        ("1 2", "1", False),
        ("nan", "nan", True),
        ("nan", "1", False),
        ("inf", "1e400", False),
        ("1_0", "10", False),
        ("١", "1", False),
        ("1e999999", "1e999999", True),
        ("-0", "0", True),
        (".5", "0.5", True),
        ("0x10", "16", False),
        ("yes", "no", False),
    ],
)
def test_numbers(came: str, wanted: str, same: bool) -> None:
    assert same_numbers(came, wanted, rel=1e-6, absolute=0.0) is same


def test_what_is_nearly_a_number_is_told_at_once() -> None:
    began = time.process_time()
    assert not same_numbers("1" * 20_000 + "x", "1", rel=1e-6, absolute=0.0)
    assert time.process_time() - began < 0.5


def test_a_difference_may_be_allowed_absolutely() -> None:
    assert same_numbers("0.001", "0", rel=0.0, absolute=0.01)
    assert not same_numbers("0.001", "0", rel=0.5, absolute=0.0)


def test_a_difference_is_shown_side_by_side_from_the_first_line_that_differs() -> None:
    came = "one\ntwo\nthree\nfour\nfive\n"
    wanted = "one\ntwo\nthree\n4\nfive\nsix\n"
    assert difference(came, wanted).splitlines() == [
        "the output differs from line 4 on",
        "  what came | what was wanted",
        "  two       | two",
        "  three     | three",
        "> four      | 4",
        "  five      | five",
        "> (no line) | six",
    ]


def test_long_lines_are_cut_and_blanks_are_shown() -> None:
    assert max(map(len, difference("x" * 10_000, "y" * 10_000).splitlines())) < 100
    assert difference("a\nb \n", "a\nb\n") == (
        "only blanks or line ends differ, in line 2: 'b ' came, 'b' was wanted"
    )
