"""A manifest that breaks its schema is told in plain words what is wrong, and what belongs there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.errors import ExerciseError
from grader.exercises.manifest import load
from grader.exercises.wrong import _SENTENCES
from grader.machine.paths import package

GOOD = {
    "schema": "1",
    "title": '"Tiny"',
    "version": '"1.0.0"',
    "summary": '"Is small."',
    "names": '["f"]',
    "points": "1",
}
LIMITS = "[limits]\ncpu_seconds = 2\nwall_seconds = 5\nmemory_mb = 256\n"
PATH = 'A path within the submission such as "data/words.txt", with "/" and without one in front.'
MODULE = (
    "Of submissions of several files: the module or package that is tested, also by its own name, such as "
    '"shop.cart".'
)
KEYS = "What may be there is schema, title, version, summary, kind, names, "
# A key, its value, and the beginnings of what is said: what is wrong, and what belongs there.
FAULTS = [
    (
        "version",
        '"1.0"',
        'is wrong at version: it is "1.0", which is of the wrong form',
        'What belongs there: The exercise\'s own version: three numbers with dots between, such as "1.0.0".',
    ),
    (
        "version",
        "1.0",
        "is wrong at version: it is 1.0, and not a text in quotes",
        'What belongs there: The exercise\'s own version: three numbers with dots between, such as "1.0.0".',
    ),
    (
        "names",
        '["f", "1a"]',
        'is wrong at names: entry 2 is "1a", which is of the wrong form',
        'What belongs there: A name of Python\'s in A-Z, a-z, 0-9 and "_", such as "flatten".',
    ),
    (
        "names",
        "[]",
        "is wrong at names: it is empty",
        "What belongs there: The names a solution must define;",
    ),
    (
        "names",
        '["f", "g", "f"]',
        'is wrong at names: it has "f" twice',
        "What belongs there: The names a solution",
    ),
    (
        "names",
        '"f"',
        'is wrong at names: it is "f", and not a list in brackets',
        "What belongs there: The names",
    ),
    (
        "solution",
        '"a-b"',
        'is wrong at solution: it is "a-b", which is of the wrong form',
        f"What belongs there: {MODULE}",
    ),
    (
        "kit",
        '"A Kit"',
        'is wrong at kit: it is "A Kit", which is of the wrong form',
        "What belongs there: Of a candidate's kit, which `grade kit` writes: the slug, in a-z,",
    ),
    (
        "forbid",
        '["a b"]\nforbid_because = "So."',
        'is wrong at forbid: entry 1 is "a b", which is of the wrong form',
        'What belongs there: A built-in such as "sorted", a module',
    ),
    ("forbid", '["sorted"]', "has forbid, and lacks forbid_because", ""),
    (
        "environment",
        '{packages = ["Lib X"]}',
        'is wrong at environment.packages: entry 1 is "Lib X", which is of the wrong form',
        'What belongs there: The name of a Debian package, such as "libgomp1".',
    ),
    (
        "environment",
        '{base = "a b"}',
        'is wrong at environment.base: it is "a b", which is of the wrong form',
        "What belongs there: An image in place of ours to make Docker's from, such as \"python:3",
    ),
    (
        "environment",
        "{requirements = 5}",
        "is wrong at environment.requirements: it is 5, which is of the wrong kind",
        "What belongs there: The libraries that a submission may import",
    ),
    (
        "environment",
        '{requirements = [""]}',
        "is wrong at environment.requirements: entry 1 is empty",
        'What belongs there: A package, with versions or without, such as "pandas>=2.2".',
    ),
    (
        "environment",
        "{requirements = [1]}",
        "is wrong at environment.requirements: entry 1 is 1, and not a text in quotes",
        'What belongs there: A package, with versions or without, such as "pandas>=2.2".',
    ),
    (
        "submission",
        '{required = ["/etc/passwd"]}',
        'is wrong at submission.required: entry 1 is "/etc/passwd", which is of the wrong form',
        f"What belongs there: {PATH}",
    ),
    (
        "submission",
        '{allowed = ["a\\\\b"]}',
        'is wrong at submission.allowed: entry 1 is "a\\\\b", which is of the wrong form',
        f"What belongs there: {PATH}",
    ),
    (
        "submission",
        "{max_files = 5000}",
        "is wrong at submission.max_files: it is 5000, and may be at most 1000",
        "What belongs there: 200 if not given.",
    ),
    ("submission", "{max_mb = inf}", "is wrong at submission.max_mb: it is inf, and may be at most 64", ""),
    (
        "schema",
        "2",
        "is wrong at schema: it is 2, and must be 1",
        "What belongs there: The version of this format.",
    ),
    (
        "kind",
        '"script"',
        'is wrong at kind: it is "script", and must be one of "module", "program"',
        'What belongs there: "program" where',
    ),
    (
        "libraries",
        '["numpy"]',
        'is wrong at libraries: entry 1 is "numpy", and must be one of "asyncio", "aiohttp", ',
        "What belongs there: One of these; others belong to environment.requirements.",
    ),
    ("title", '"a\\u0000b"', "is wrong at title: it is", "on one line of at most 80 characters"),
    ("title", '""', "is wrong at title: it is empty", "What belongs there: What the exercise is called"),
    (
        "summary",
        f'"{"x" * 201}"',
        "is wrong at summary: it has 201 characters, and may have 200",
        "What belongs there: One sentence for `grade list`.",
    ),
    (
        "forbid",
        f'{[f"n{n}" for n in range(101)]}\nforbid_because = "So."'.replace("'", '"'),
        "is wrong at forbid: it has 101 entries, and may have 100",
        "What belongs there: Names that a solution",
    ),
    (
        "loopback",
        '"yes"',
        'is wrong at loopback: it is "yes", and not true or false',
        "What belongs there: Whether the suite runs a server",
    ),
    (
        "side_by_side",
        "2.5",
        "is wrong at side_by_side: it is 2.5, and not a whole number",
        "What belongs there: In how",
    ),
    (
        "side_by_side",
        "0",
        "is wrong at side_by_side: it is 0, and must be at least 1",
        "What belongs there: In how",
    ),
    (
        "points",
        "0",
        "is wrong at points: it is 0, and must be more than 0",
        "What belongs there: What the base tests",
    ),
    (
        "points",
        "2026-11-28",
        "is wrong at points: it is 2026-11-28, and not a number",
        "What belongs there: What",
    ),
    ("titel", '"Tiny"', "has titel, which is none of its keys", f"Did you mean title? {KEYS}"),
    ("zzz", "1", "has zzz, which is none of its keys", KEYS),
    (
        "environment",
        "5",
        "is wrong at environment: it is 5, and not a table",
        "What belongs there: What the exercise",
    ),
]


def broken(tmp_path: Path, manifest: str) -> ExerciseError:
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "exercise.toml").write_text(manifest)
    with pytest.raises(ExerciseError) as caught:
        load(folder)
    return caught.value


@pytest.mark.parametrize(("key", "value", "what", "belongs"), FAULTS)
def test_each_fault_is_said_in_plain_words(
    tmp_path: Path, key: str, value: str, what: str, belongs: str
) -> None:
    manifest = "\n".join(f"{name} = {given}" for name, given in (GOOD | {key: value}).items())
    fault = broken(tmp_path, f"{manifest}\n{LIMITS}")
    assert fault.message.startswith(f"The manifest of exercise 'tiny' {what}")
    assert fault.remedy.startswith("Its author must mend tiny/exercise.toml")
    assert belongs in fault.remedy
    assert "^" not in str(fault) and "\\." not in str(fault)


def test_all_that_is_lacking_is_said_at_once(tmp_path: Path) -> None:
    fault = broken(tmp_path, "schema = 1\n" + LIMITS)
    assert fault.message == "The manifest of exercise 'tiny' lacks title, version, summary, points."


def test_every_rule_of_the_schema_has_a_sentence_and_every_form_says_what_belongs_there() -> None:
    parts = [*_parts(json.loads(package("schemas/exercise.schema.json").read_bytes()))]
    rules = {rule for part in parts for rule in part}
    silent = {
        "$schema", "$ref", "$defs", "title", "description", "properties", "items", "additionalProperties"
    }  # fmt: skip
    assert rules - silent == set(_SENTENCES)
    assert [
        part for part in parts if "pattern" in part and "such as" not in part.get("description", "such as")
    ] == []
    assert [part for part in parts if "pattern" in part and not part.get("description")] == []


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Yields the schema and all that is within it."""
    yield schema
    inner = [
        *schema.get("properties", {}).values(),
        *schema.get("$defs", {}).values(),
        *schema.get("anyOf", ()),
    ]
    for part in [*inner, *([schema["items"]] if "items" in schema else [])]:
        yield from _parts(part)
