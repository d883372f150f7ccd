"""Promises for any bytes at all: a target fails with `AssertionError` where its promise is not kept."""

from __future__ import annotations

import contextlib
import itertools
import json
import socket
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from grader.errors import RejectedSubmission
from grader.judge.fixtures.web import Web
from grader.judge.talk.loopback import Loopback
from grader.judge.talk.stream import DeadlinePassed, SandboxStream, StreamEnded
from grader.sandboxes.base import Framing
from grader.submissions.archives import read_archive
from grader.submissions.magics import plain
from grader.submissions.notebooks import read_notebook
from grader.wire import library
from grader.wire.arrays import Array, Table
from grader.wire.bounds import MAX_NAME_BYTES
from grader.wire.frames import Frame, FrameReader, Joiner, Kind, WireError, message_bytes
from grader.wire.messages import Message, pack, unpack
from grader.wire.values import Ref, RefWithValue, decode, encode

from .conversation import in_step, objects
from .sameness import depth, same
from .tables import tables

# Processor time, so that a busy machine counts for nothing. The dearest honest input takes a hundredth.
MOST_CPU_SECONDS = 5.0
# A byte becomes an object or two of some hundred bytes; the constant is for what is there anyway.
MOST_BYTES_A_BYTE = 400
MOST_BYTES = 8 << 20  # an archive of a few KB may unpack to half of it
# Below it Python's own recursive functions must do; beyond, or in a circle, they may say RecursionError.
_SHALLOW = 100
_PLAIN = (
    type(None), bool, int, float, complex, str, bytes, bytearray, range, list, tuple, dict, set, frozenset,
    Ref, RefWithValue, Array, Table,
)  # fmt: skip


def codec(data: bytes) -> None:
    """`decode` gives a plain value that is safe to use and comes back as it was, or refuses."""
    try:
        value = decode(data, _claimed)
    except WireError:
        return
    again = decode(data, _claimed)
    assert type(value) in _PLAIN or library.has(type(value))
    assert same(value, again), "the same bytes gave another value"
    _use(value, again)
    sent = encode(value, lambda ref: ref)
    assert same(decode(sent, lambda ref: ref), value), "it did not come back as it was"


def messages(data: bytes) -> None:
    """`unpack` gives a message whose fields can be sent again, or refuses."""
    try:
        message = unpack(data, _claimed)
    except WireError:
        return
    assert isinstance(message, Message)
    _use(message, unpack(data, _claimed))
    again = unpack(pack(message, lambda ref: ref), lambda ref: ref)
    assert type(again) is type(message) and same(tuple(again), tuple(message))


def frames(data: bytes) -> None:
    """Both readers give the same however the bytes are cut, and encode what they give to the same bytes."""
    cuts, stream = _cuts(data)
    whole = _fed(FrameReader(), [stream])
    _assert_alike(_fed(FrameReader(), _cut(stream, cuts)), whole)
    written = b"".join(frame.encode() for frame in whole[0])
    assert stream.startswith(written)
    joined = _fed(Joiner(), [stream])
    _assert_alike(_fed(Joiner(), _cut(stream, cuts)), joined)
    assert stream.startswith(b"".join(map(message_bytes, joined[0])))


def docker_stream(data: bytes) -> None:
    """The engine's headers are taken off wherever the bytes are cut, and no length in them is believed."""
    cuts, stream = _cuts(data)
    expected, position = b"", 0
    while position + 8 <= len(stream):
        length = int.from_bytes(stream[position + 4 : position + 8], "big")
        expected += stream[position + 8 : position + 8 + length]
        position += 8 + length
    ours, theirs = socket.socketpair()
    with ours, theirs:
        reader = SandboxStream(ours, Framing.HEADERS)
        content = b""
        for part in _cut(stream, cuts):
            theirs.sendall(part)
            if part:
                content += reader.receive()
        theirs.close()
        with contextlib.suppress(StreamEnded):
            reader.receive()
            raise AssertionError("there was no end")
    assert content == expected


def loopback(data: bytes) -> None:
    """Frames about connections and time are refused or answered in kind, and no time runs backwards."""
    sent: list[Frame] = []
    connections = Loopback(sent.append)
    connections.begin(1, virtual=True)
    web = Web("http://127.0.0.1:1", "", connections.timeline)
    if data[:1] != b"\xff":  # else no test has a server
        connections.server = web
    now = 0
    with contextlib.suppress(WireError, DeadlinePassed), web:
        for frame in FrameReader().feed(data[1:]):
            if Kind.OPENED <= frame.kind <= Kind.RESET:
                connections.handle(frame._replace(channel=frame.channel % 8))
            elif frame.kind in (Kind.IDLE, Kind.STUCK):
                connections.handle(frame._replace(channel=1))
            connections.flushed(0)
            assert now <= connections.timeline.now
            now = connections.timeline.now
    connections.close()
    assert connections.seconds_to_wake() is None
    assert {frame.kind for frame in sent} <= {Kind.BYTES, Kind.HALF_CLOSED, Kind.RESET, Kind.TIME}


def archives(data: bytes) -> None:
    """An archive gives files with safe and different names, of bounded size, or is refused in a sentence."""
    for name in ("a.zip", "a.tar", "a.tgz"):
        try:
            files = read_archive(name, data).files
        except RejectedSubmission as exc:
            assert exc.message.startswith(f"'{name}' ") and exc.message.isprintable() and exc.code
            continue
        assert len({file.name.casefold() for file in files}) == len(files)
        for file in files:
            parts = file.name.split("/")
            assert not {"", ".", ".."} & set(parts) and file.name.isprintable() and "\\" not in file.name
            assert file.content is None or len(file.content) == file.size


def notebooks(data: bytes) -> None:
    """A notebook gives texts whose lines stand where they stood, or is refused in a sentence."""
    text = data.decode("utf-8", "replace")
    assert plain(text).text.count("\n") in (text.count("\n"), 0)
    wrapped = b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": %s}]}' % json.dumps(text).encode()
    for document in (data, wrapped):
        try:
            found = read_notebook("a.ipynb", document)
        except RejectedSubmission as exc:
            assert exc.message.startswith("'a.ipynb' ") and exc.message.isprintable() and exc.code
            continue
        assert any(cell.strip() for cell in found.cells)
        assert all(line.isprintable() for line in found.left_out)
        "\n".join(found.cells).encode()


TARGETS: dict[str, Callable[[bytes], None]] = {
    "codec": codec,
    "frames": frames,
    "messages": messages,
    "docker-stream": docker_stream,
    "loopback": loopback,
    "archives": archives,
    "notebooks": notebooks,
    "in-step": in_step,
    "objects": objects,
    "tables": tables,
}
CORPUS = Path(__file__).resolve().parent / "corpus"


def corpus(target: str) -> list[Path]:
    """The inputs that are kept for `target`."""
    return sorted(path for path in (CORPUS / target).iterdir() if path.is_file())


@contextlib.contextmanager
def bounded(data: bytes, *, memory: bool = False) -> Iterator[None]:
    """Fails where its block takes more time than any input may, or more memory than `data` may."""
    if memory:
        tracemalloc.start()
    began = time.process_time()
    try:
        yield
        spent = time.process_time() - began
        assert spent < MOST_CPU_SECONDS, f"{spent:.1f} seconds"
        if memory:
            _, peak = tracemalloc.get_traced_memory()
            assert peak < MOST_BYTES + MOST_BYTES_A_BYTE * len(data), f"{peak} bytes"
    finally:
        if memory:
            tracemalloc.stop()


def _claimed(ref: Any) -> Any:
    """The reference with its name cut to a length that is sent whole; arrays and tables as they are."""
    if type(ref) not in (Ref, RefWithValue):
        return ref
    return ref._replace(name=ref.name[: MAX_NAME_BYTES // 4])


def _use(value: Any, again: Any) -> None:
    """Does with a value what a suite or a report does with it."""
    for use in (lambda: repr(value), lambda: value == value, lambda: value == again, lambda: again != value):
        try:
            use()
        except RecursionError:
            deep = depth(value)
            assert deep is None or deep > _SHALLOW, f"it is only {deep} deep"
        except ArithmeticError:  # as Python has it for a signalling NaN
            pass
    try:
        hash(value)
    except TypeError:
        pass
    except RecursionError:
        raise AssertionError("it cannot be hashed") from None


def _fed(reader: Any, parts: list[bytes]) -> tuple[list[Any], bool]:
    """What `reader` gives before the first violation, and whether there was one."""
    frames_read: list[Any] = []
    for part in parts:
        for place in range(0, len(part), 1 << 16):
            try:
                frames_read += reader.feed(part[place : place + (1 << 16)])
            except WireError:
                return frames_read, True
    return frames_read, False


def _assert_alike(cut: tuple[list[Any], bool], whole: tuple[list[Any], bool]) -> None:
    """Fails unless both readings agree; with a violation the longer pieces may lose what came before it."""
    assert cut[1] == whole[1]
    length = min(len(cut[0]), len(whole[0])) if whole[1] else len(whole[0])
    assert cut[0][:length] == whole[0][:length] and (whole[1] or len(cut[0]) == length)


def _cuts(data: bytes) -> tuple[list[int], bytes]:
    """The places to cut at, which the first bytes name, and the bytes to be cut."""
    count = min(data[0] % 8, len(data) - 1) if data else 0
    return list(data[1 : 1 + count]), data[1 + count :]


def _cut(data: bytes, cuts: list[int]) -> list[bytes]:
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[start:end] for start, end in itertools.pairwise(places)]
