"""Writes the first files of a new exercise, which are few but complete: it verifies before any edit."""

from __future__ import annotations

import keyword
import re
from pathlib import Path

from ..errors import UsageError
from ..exercises.exercise import CASES, MANIFEST
from ..text import quoted

_SLUG = re.compile(r"[a-z][a-z0-9_]{0,59}")

_FILES = {
    MANIFEST: '''\
schema = 1
title = "@title@"
version = "1.0.0"
summary = "Add up the even ones of some whole numbers."
names = ["@slug@"] # what a solution defines
points = 3 # what the tests below add up to
bonus_points = 0

[limits] # of one test
cpu_seconds = 2
wall_seconds = 15 # only stops what sleeps: a busy machine must not cost a right answer
memory_mb = 256
total_seconds = 60 # all tests together
''',
    "README.md": '''\
# @title@

Write a function `@slug@(numbers)` that adds up the even ones of some whole numbers.

```python
>>> @slug@([1, 2, 3, 4])
6
```

- `numbers` is a list of whole numbers, which may be negative, zero, or occur several times.
- Without an even number the sum is 0.

## Points

| Part | Points |
| --- | --- |
| The tests that you are given (`visible/`) | 1 |
| Sums (hidden) | 2 |
''',
    "starter.py": '''\
# exercise: @slug@
"""Add up the even ones of some whole numbers."""


def @slug@(numbers):
    """Return the sum of the even ones of `numbers`."""
    raise NotImplementedError
''',
    "visible/test_visible.py": '''\
"""The tests of @slug@ that a candidate is given."""

import pytest
from solution import @slug@

pytestmark = pytest.mark.group("Examples")


@pytest.mark.hint("An even number leaves nothing when it is divided by two.")
def test_examples():
    """adds up the even numbers and leaves the odd ones out"""
    assert @slug@([1, 2, 3, 4]) == 6
    assert @slug@([1, 3]) == 0
''',
    "hidden/test_hidden.py": '''\
"""Hidden suite of @slug@; inputs come from `rng`, so that knowing one run helps nobody in the next."""

import pytest
from solution import @slug@


@pytest.mark.group("Sums")
@pytest.mark.points(2)
@pytest.mark.hint("What of negative numbers, of zero, and of a list with nothing in it?")
def test_sums(rng):
    """is right about numbers of every kind"""
    for count in (0, 1, 2, rng.randint(5, 50)):
        numbers = [rng.randint(-99, 99) for _ in range(count)]
        answer = @slug@(numbers)
        assert type(answer) is int
        assert answer == sum(number for number in numbers if number % 2 == 0)
    assert @slug@([0, -1, -2, -2]) == -4
''',
    "submissions/accepted/sum_of_a_generator.py": '''\
# exercise: @slug@
"""Known good: in one expression. Add others in other styles, three at least."""


def @slug@(numbers):
    return sum(number for number in numbers if number % 2 == 0)
''',
    "submissions/wrong/positive_ones_only.py": '''\
# exercise: @slug@
# fails: test_sums
"""Fault: leaves negative numbers out. Add one for each fault that you can think of."""


def @slug@(numbers):
    return sum(number for number in numbers if number % 2 == 0 and number > 0)
''',
}  # fmt: skip

_PROGRAM = {
    MANIFEST: _FILES[MANIFEST]
    .replace('names = ["@slug@"] # what a solution defines', 'kind = "program" # run, and never imported')
    .replace("points = 3", "points = 5"),
    "README.md": '''\
# @title@

Write a program that reads whole numbers from its input, in one line or several, and prints the sum of the
even ones. For this input it prints `6`:

```text
1 2 3
4
```

- A number may be negative, zero, or occur several times.
- Without an even number the sum is 0.

## Points

| Part | Points |
| --- | --- |
| The case that you are given (`cases/sample/`) | 1 |
| Another case (hidden) | 2 |
| Sums (hidden) | 2 |
''',
    "starter.py": '''\
# exercise: @slug@
"""Read whole numbers, and print the sum of the even ones."""
''',
    "cases/sample/1.in": "1 2 3\n4\n",
    "cases/sample/1.ans": "6\n",
    "cases/secret/negative.in": "-2 -3\n-4\n",
    "cases/secret/negative.ans": "-6\n",
    CASES: '''\
compare = "lines" # or "exact", "tokens", { rel = 1e-6 }

[points] # 1 where not named
"secret/negative" = 2
''',
    "hidden/test_hidden.py": '''\
"""Hidden suite of @slug@; inputs come from `rng`, so that knowing one run helps nobody in the next."""

import pytest


@pytest.mark.group("Sums")
@pytest.mark.points(2)
@pytest.mark.hint("What of zero, of many lines, and of an input with nothing in it?")
def test_sums(program, rng):
    """is right about numbers of every kind"""
    for count in (0, 1, 2, rng.randint(5, 50)):
        numbers = [rng.randint(-99, 99) for _ in range(count)]
        done = program("".join(f"{number}{rng.choice([' ', chr(10)])}" for number in numbers))
        assert done.same_lines(str(sum(number for number in numbers if number % 2 == 0)))
        assert done.exit_code == 0
''',
    "submissions/accepted/whole_input.py": '''\
# exercise: @slug@
"""Known good: reads all at once. Add others in other styles, three at least."""

import sys

print(sum(number for number in map(int, sys.stdin.read().split()) if number % 2 == 0))
''',
    "submissions/wrong/positive_ones_only.py": '''\
# exercise: @slug@
# fails: secret/negative, test_sums
"""Fault: leaves negative numbers out. Add one for each fault that you can think of."""

import sys

print(sum(number for number in map(int, sys.stdin.read().split()) if number % 2 == 0 and number > 0))
''',
}  # fmt: skip
# What candidates are to write.
KINDS = {"module": _FILES, "program": _PROGRAM}


def write_exercise(slug: str, exercises: Path, kind: str = "module") -> Path:
    """Writes a new exercise called `slug` below the folder `exercises`; returns its folder.

    `kind` is one of `KINDS`.

    Raises:
        UsageError: `slug` is no valid name, or there is something of that name already.
    """
    if not _SLUG.fullmatch(slug) or keyword.iskeyword(slug):
        raise UsageError(
            f"{quoted(slug)} is no name for an exercise.", code="bad-slug",
            remedy="Take small letters, digits and `_`, beginning with a letter, and no word of Python's.",
        )  # fmt: skip
    folder = exercises / slug
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        raise UsageError(
            f"{quoted(str(folder))} is already there, and is left as it is.", code="file-exists",
            remedy="Take another name.",
        ) from None  # fmt: skip
    title = slug.replace("_", " ").capitalize()
    for name, text in KINDS[kind].items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("@slug@", slug).replace("@title@", title), "utf-8")
    return folder
