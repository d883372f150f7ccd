"""Makes the first inputs of the corpus: python fuzz/corpus.py. The search adds to them: see `run`."""

from __future__ import annotations

import array
import collections
import datetime
import decimal
import fractions
import gzip
import hashlib
import io
import json
import pathlib
import sys
import tarfile
import types
import typing
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from fuzz.tables import conversions  # noqa: E402
from fuzz.targets import CORPUS, TARGETS  # noqa: E402
from grader.wire.frames import KINDS, Frame, Kind, message_bytes  # noqa: E402
from grader.wire.messages import Changed, Described, Message, Raised, Returned, pack  # noqa: E402
from grader.wire.values import IN_STEP, Ref, RefWithValue, encode  # noqa: E402

NOTEBOOK = {
    "nbformat": 4,
    "metadata": {"kernelspec": {"name": "python3", "language": "python"}},
    "cells": [
        {"cell_type": "code", "execution_count": 1, "source": ["x = 1\n", "%ls\n"]},
        {"cell_type": "markdown", "source": "text"},
    ],
}


def values() -> Iterator[Any]:
    """Values to encode: one of each kind, and the shapes that are hard."""
    yield from (
        None,
        True,
        -1,
        2**70,
        -(2**70),
        1.5,
        float("nan"),
        -0.0,
        complex(-0.0, 1),
        "a\ud800\U0001f600",
    )
    yield from (b"bytes", bytearray(b"array"), range(3), range(9, -9, -2), Ref("function", 3, "name"))
    yield [1, [2, [3, ()]], "x", {"key": (1, 2.5), 3: None}]
    yield {1, "a", (2, (3,)), frozenset({4, frozenset()}), None}
    yield [*range(20)]
    yield [*map(float, range(20))]
    shared = [1]
    yield [shared, shared, (shared,), {"again": shared}]
    circle: list[Any] = [1]
    circle += [circle, (circle, {"deep": circle})]
    yield circle
    yield [[[[[[]]]]], ((((),),),)]
    yield from (
        decimal.Decimal("1.50"),
        decimal.Decimal("nan"),
        fractions.Fraction(1, 3),
        slice(1, None),
        ...,
    )
    yield from (datetime.datetime(2024, 2, 29, 1, 2, tzinfo=datetime.UTC), datetime.timedelta(1, 2, 3))
    yield from (uuid.UUID(int=5), pathlib.PurePosixPath("/a/b"), array.array("i", [1, 2]))
    yield [collections.deque([1, [2]], 5), collections.Counter("aab"), collections.OrderedDict(a=[1])]
    yield from (collections.defaultdict(list, a=[1]), types.SimpleNamespace(a=1))
    yield (RefWithValue("object", 3, "Point", 2, (1, [2])), RefWithValue("enum member", 4, "Level.LOW", 5, 1))


def messages() -> Iterator[Message]:
    """Two messages of each class: of the types that a field may have, the first and the last."""
    for kind in typing.get_args(Message):
        hints = typing.get_type_hints(kind, localns={"Any": Any}).values()
        for end in (0, -1):
            yield kind(
                *(
                    _EXAMPLES[typing.get_origin(field_type) or field_type]
                    for field_type in (_types(hint)[end] for hint in hints)
                )
            )


_EXAMPLES: dict[Any, Any] = {
    type(None): None, bool: True, int: 7, float: 1.5, str: "text", bytes: b"bytes", tuple: ("a", 1),
    list: [1, None], dict: {"key": 2.5}, Any: ("any", ["value"]),
}  # fmt: skip


def _types(hint: Any) -> tuple[Any, ...]:
    return typing.get_args(hint) if typing.get_origin(hint) in (typing.Union, types.UnionType) else (hint,)


def changes() -> Iterator[bytes]:
    """Changes of what is kept in step: each kind of container, new ones in it, and one that holds itself."""
    again = Ref(IN_STEP, 0)
    for told in ([(0, [7, [8]]), (2, ["a", "b", 1, 2])], [(4, [1, (2,)]), (5, [120])], [(0, [again, again])]):
        yield encode(told, lambda ref: ref)


def said_of_objects() -> Iterator[list[Message]]:
    """Classes with their instances, exceptions with all that belongs to them, changes."""
    classes: list[Any] = [
        (2, "Meta", (), 1, "", 0), (3, "Point", ("tuple",), 7, "", 0), (4, "Own", ("ValueError",), 0, "", 2),
        (5, "dict_keys", (), 9, "built-in", 0), (6, "Level", ("int",), 0, "enum", 0),
    ]  # fmt: skip
    told = (("ValueError",), ("no", 1), "no", 3, None, None, None, ())
    more = (told, True, ("a note",), (told, told))
    own = Ref("object", 9, "Own", 4)
    yield [
        Described(0, classes),
        Returned(1, [RefWithValue("object", 8, "Point", 3, (1, 2)), Ref("class", 4, "Own")]),
    ]
    yield [Described(0, classes), Raised(1, ("Own", "ValueError"), ("x",), "x", 7, own, told, "a.py", more)]
    yield [
        Raised(1, ("ExceptionGroup", "Exception"), ("g",), "g (2 sub-exceptions)", 1, None, None, None, more)
    ]
    yield [
        Described(0, classes),
        Returned(1, (Ref("object", 7, "dict_keys", 5), Ref("suite", 0), Ref(IN_STEP, 0))),
    ]
    yield [Changed(0, [(0, [1, [2]])]), Returned(1, Ref(IN_STEP, 1))]


def _in_parts(parts: Iterable[bytes]) -> bytes:
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


def archives() -> Iterator[bytes]:
    """A zip and tars, each with files, a folder and something that is left out."""
    files = {"pkg/__init__.py": b"", "pkg/a.py": b"x = 1\n", "conftest.py": b"", "pkg/": b""}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    yield out.getvalue()
    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=form) as tar:
            for name in ("pkg/", "d" * 99 + "/" + "e" * 60):
                entry = tarfile.TarInfo(name)
                entry.type = tarfile.DIRTYPE if name == "pkg/" else tarfile.REGTYPE
                tar.addfile(entry)
        data = out.getvalue()[:4096]
        yield data
        yield gzip.compress(data, mtime=0)


def tables() -> Iterator[bytes]:
    """Arrays and tables with a column of each type, alone and with others of their kind."""
    foreign = conversions()
    import numpy as np
    import pandas as pd

    days = pd.date_range("2024-01-01", periods=3)
    times = [pd.Timestamp(0), pd.Timestamp("2024-01-02 03:04", tz="Europe/Oslo"), pd.Timedelta("1D"), pd.NaT]
    objects = [1, "a", None, [2, (3,)], {1, 2}, pd.NA, np.int8(3), decimal.Decimal("1.5"), *times]
    values: list[Any] = [
        [np.arange(6).reshape(2, 3), np.arange(6).reshape(2, 3) * 2, np.array([1.5]), np.array(True)],
        [np.array(["a", "bc"]), np.array([b"x"]), np.array([1 + 2j]), np.array([], "M8[D]")],
        {np.float64(1.5): np.datetime64("2024-01-01"), np.str_("a"): np.timedelta64(3, "h")},
        [*times, pd.NA, {pd.Timestamp(0): 1}],
        [pd.Series([1, 2], name="s"), pd.Series(["a", None]), pd.Series([1.5, None], dtype="Float32")],
        [pd.Series([1, None], dtype="Int64"), pd.Series([True, None], dtype="boolean", index=[7, 3])],
        [pd.Series(["b", "a", "b"], dtype="category"), pd.Series(days), pd.Series(days.tz_localize("UTC"))],
        pd.Series(objects, dtype=object, name=("a", 1)),
        [pd.DataFrame({"a": [1.5, None], "b": ["x", "y"]}, index=[7, 3]), pd.DataFrame({"c": [1, 2]})],
        [pd.DataFrame(), pd.DataFrame({"a": [1, 2, 3]}, index=days)],
        [pd.Index([1, 2]), pd.RangeIndex(5), pd.CategoricalIndex(["a", "b"]), days - days[0]],
    ]  # fmt: skip
    yield from (encode(value, foreign.apart) for value in values)


def seeds() -> dict[str, list[bytes]]:
    """The first inputs of each target."""
    packed = [pack(message, lambda ref: ref) for message in messages()]
    parts = [Frame(kind, kind, b"x" * kind).encode() for kind in KINDS]
    engine = [
        bytes((1, 0, 0, 0)) + len(part).to_bytes(4, "big") + part for part in (b"", b"some", b"text" * 9)
    ]
    talk = (
        Frame(Kind.OPENED, 1), Frame(Kind.BYTES, 1, b"GET / HTTP/1.1\r\n\r\n"), Frame(Kind.OPENED, 2),
        Frame(Kind.HALF_CLOSED, 1), Frame(Kind.RESET, 2), Frame(Kind.OPENED, 1), Frame(Kind.BYTES, 3),
    )  # fmt: skip
    return {
        "codec": [
            *(encode(value, lambda ref: ref) for value in values()),
            b"(" + (b"(" * 9 + b"z" * 9) * 2 + b"S",
            b"l" * 30 + b"]" * 30,
            b"s\xff\xff\xff\xffx", b"lg\0\0\0\0g\0\0\0\0]", b"l(tg\0\0\0\1pN]",
        ],
        "messages": packed,
        "frames": [
            b"\3\5\2\x13" + b"".join(parts), b"\1\1" + b"".join(map(message_bytes, packed[:3])),
            b"\0\0\4\0\x46\1", b"\0\xff\xff\xff\xff", b"\2\0\1\0\0\0\0",
        ],
        "docker-stream": [
            b"\0" + b"".join(engine), b"\4\1\7\11\20" + b"".join(engine * 2),
            b"\1\4\1\0\0\0\xff\xff\xff\xffabc",
        ],
        "in-step": [_in_parts([part]) for part in changes()] + [_in_parts(changes())],
        "objects": [
            _in_parts(pack(message, lambda ref: ref) for message in said) for said in said_of_objects()
        ],
        "archives": list(archives()),
        "notebooks": [
            json.dumps(NOTEBOOK).encode(),
            b"%%time\nx = \"\"\"\n%d\n\"\"\" \\\n% 3\n!ls (\ny = !ls\nz?\nif x: # (\n    ?y\n",
            b'{"nbformat": 3, "worksheets": []}', b"[[[", b'{"nbformat": 4, "cells": [7]}',
        ],
        "tables": list(tables()),
        "loopback": [
            bytes(1) + b"".join(frame.encode() for frame in talk),
            b"\xff" + b"".join(frame.encode() for frame in talk[:3]),
            bytes(1) + talk[0].encode() * 2,
        ],
    }  # fmt: skip


def main() -> None:
    """Writes the first inputs, each to a file named after its content."""
    for target, inputs in seeds().items():
        folder = CORPUS / target
        folder.mkdir(parents=True, exist_ok=True)
        for data in inputs:
            (folder / hashlib.sha1(data, usedforsecurity=False).hexdigest()).write_bytes(data)
    assert set(seeds()) == set(TARGETS)


if __name__ == "__main__":
    main()
