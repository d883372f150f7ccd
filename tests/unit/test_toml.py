"""What is wrong with a TOML file is said by its line, in plain words."""

from __future__ import annotations

import pytest

from grader.machine.regular import Unreadable
from grader.machine.toml import parsed

NO_VALUE = 'the value after "=" is wrong; texts need quotes, true and false are written small'
AFTER = "something follows the end of a value; texts need quotes"
EACH = 'each line needs a key, "=" and a value; keys consist of A-Z, a-z, 0-9, "_" and "-"'
WRONG = {
    "x = True": f" at line 1 (x = True): {NO_VALUE}",
    "y = 1\n\nx = Tiny # mine": f" at line 3 (x = Tiny # mine): {NO_VALUE}",
    "x = 1 KB": f" at line 1 (x = 1 KB): {AFTER}",
    "y = 1\nx =\n\n": f" at line 2 (x =): {NO_VALUE}",
    "title: Tiny": f" at line 1 (title: Tiny): {EACH}",
    "größe = 1": f" at line 1 (größe = 1): {EACH}",
    "x = 1\nx = 2": " at line 2 (x = 2): the key or table was set before",
    "x = {a = 1, a = 2}": " at line 1 (x = {a = 1, a = 2}): the key was set before",
    "a = {b = 1}\na.c = 2": " at line 2 (a.c = 2): the key was set before, as a table in braces",
    "[a]\nx = 1\n[a]\ny = 1": " at line 3 ([a]): the table was begun before",
    "[limits\nx = 1": " at line 1 ([limits): the heading of a table has no closing bracket",
    "x = [1 2]": " at line 1 (x = [1 2]): a list has no closing bracket, or no comma between two values",
    "x = {a = 1": " at line 1 (x = {a = 1): a table in braces has no closing brace",
    'x = "abc': ' at line 1 (x = "abc): a text has no closing quote',
    'x = "C:\\dir"': ' at line 1 (x = "C:\\dir"): in double quotes a backslash is written twice',
    "x = 'a\x01'": " at line 1 (x = 'a\\x01'): a text or comment contains a character that must not be there",
    "x = " + "9" * 5000: ": a number is too long",
    "x = " + "[" * 100_000: ": it is nested too deeply",
}


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_said_by_its_line_and_in_plain_words(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parsed(text.encode())
    assert str(caught.value) == f"is not valid TOML{WRONG[text]}"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"a = 1\nb = '\xfc'", "is not UTF-8, as byte 6 of line 2 shows"),
        ("a = 1".encode("utf-16"), "is UTF-16, and must be UTF-8"),
    ],
)
def test_another_encoding_is_said_without_the_words_of_a_codec(written: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parsed(written)
    assert str(caught.value) == said


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault() -> None:
    assert parsed(b"\xef\xbb\xbfa = 1\r\nb = 2\r\n") == {"a": 1, "b": 2}
