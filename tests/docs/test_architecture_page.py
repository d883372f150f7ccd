"""The page about the architecture: short, and true where that can be looked up."""

from __future__ import annotations

import re

from tests.test_architecture import ALLOWED, BASE, NOUNS

from .pages import ROOT, read, section

PAGE = read("docs/architecture.md")
MOST_WORDS = 900
TOP = ("grader", "sandbox", "tests", "exercises", "selftests", "benchmarks", "fuzz", "docs")
# The words by which the page's table is shorter than the test's.
WORDS = {"nouns": NOUNS, "base": BASE}


def test_it_fits_on_a_page() -> None:
    assert len(PAGE.split()) < MOST_WORDS


def test_every_path_that_it_names_exists() -> None:
    """In drawings too."""
    paths = re.findall(rf"(?<![\w./])(?:{'|'.join(TOP)})/[\w./-]*", PAGE)
    assert paths
    assert [path for path in paths if not (ROOT / path.rstrip(".")).exists()] == []


def test_base_is_told_in_full() -> None:
    (told,) = re.findall(r"\*Base\* is (.*?), which", PAGE, re.S)
    assert set(re.findall(r"`.+?`", told)) == {written(part) for part in BASE}


def test_the_table_of_imports_is_that_of_the_code() -> None:
    """Where it is not, what stands on the right here is what belongs on the page."""
    lines = section("docs/architecture.md", "Who may import whom").splitlines()
    table = [line for line in lines if line.startswith("| `")]
    assert table == expected()


def expected() -> list[str]:
    """A row for all parts that may import the same, in the order of the code's table."""
    parts: dict[frozenset[str], list[str]] = {}
    for part, allowed in ALLOWED.items():
        if part not in BASE:
            parts.setdefault(frozenset(allowed), []).append(written(part))
    return [f"| {', '.join(same)} | {what(allowed)} |" for allowed, same in parts.items()]


def what(allowed: frozenset[str]) -> str:
    word = next((word for word, meant in WORDS.items() if meant <= allowed), None)
    rest = sorted(allowed - WORDS[word] if word else allowed)
    return ", ".join([*([word] if word else []), *map(written, rest)]) or "nothing"


def written(part: str) -> str:
    """A part of the code's table by its path."""
    path = f"grader/{(part or '__init__').replace('.', '/')}"
    return f"`{path}/`" if (ROOT / path).is_dir() else f"`{path}.py`"
