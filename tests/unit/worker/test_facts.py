"""Static facts: what stands in a source, whatever it would do."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest
from worker import facts


def read(source: str) -> dict[str, Any]:
    parts = facts.read(textwrap.dedent(source).encode())
    return dict(zip(("imports", "names", "calls", "classes", "functions"), parts, strict=True))


@pytest.mark.parametrize(
    ("source", "imports"),
    [
        ("import os.path as p, sys", ("os.path", "sys")),
        ("from a.b import c as d, e", ("a.b.c", "a.b.e")),
        ("from . import a\nfrom ..b import c", ("..b.c", ".a")),
        ("from a import *", ("a.*",)),
        ("def f():\n    if 1:\n        import json", ("json",)),
        ("__import__('os')", ()),
        ("'import os'  # import os", ()),
    ],
)
def test_imports_are_found_wherever_they_stand(source: str, imports: tuple[str, ...]) -> None:
    assert read(source)["imports"] == imports


def test_names_and_calls_are_given_as_they_are_written() -> None:
    found = read("""
        total = sum(items)
        time.sleep(1)
        open(path).read().strip()
        [].append(f()())
    """)
    assert found["names"] == (
        "append", "f", "items", "open", "path", "read", "sleep", "strip", "sum", "time", "total",
    )  # fmt: skip
    assert set(found["calls"]) == {"sum", "time.sleep", "open", ".read", ".strip", ".append", "f", ""}


def test_functions_are_told_with_what_they_are_in() -> None:
    found = read("""
        async def fetch(url, /, limit, *rest, timeout=1, **more):
            def parse(): yield (lambda: (yield))
            return parse

        class Stack:
            @functools.cache
            @retry(3)
            def push(self, item): pass

            class Inner: pass

        def lazy(): return lambda: (yield)
    """)
    assert found["classes"] == ("Stack", "Stack.Inner")
    assert found["functions"] == (
        ("fetch", 2, True, False, ("url", "limit", "*rest", "timeout", "**more"), ()),
        ("fetch.parse", 3, False, True, (), ()),
        ("Stack.push", 9, False, False, ("self", "item"), ("functools.cache", "retry")),
        ("lazy", 13, False, False, (), ()),
    )


def test_the_encoding_that_a_file_names_is_kept() -> None:
    assert facts.read("# coding: latin-1\ndef größe(): pass\n".encode("latin-1"))[4][0][0] == "größe"


@pytest.mark.parametrize(
    ("source", "failure"),
    [
        (b"def f(:\n", SyntaxError),
        (b"\xff", SyntaxError),
        (b"a\0b", (SyntaxError, ValueError)),
        (b"-" * 100_000 + b"1", (RecursionError, MemoryError)),
        (b"(" * 100_000, (SyntaxError, MemoryError)),
        (b"\n".join(b"v%d" % number for number in range(20_001)), ValueError),
        (b"def " + b"f" * 1001 + b"(): pass", ValueError),
    ],
)
def test_what_cannot_be_read_or_is_too_much_is_an_ordinary_error(
    source: bytes, failure: type[Exception] | tuple[type[Exception], ...]
) -> None:
    with pytest.raises(failure):
        facts.read(source)


def test_a_chain_of_any_length_costs_no_recursion_of_ours() -> None:
    assert ".f" in facts.read(b"x = a()" + b".f()" * 150)[2]
