"""The byte stream: Docker's framing taken off wherever it is split, and every wait with an end."""

from __future__ import annotations

import itertools
import socket
import time
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.judge.talk.stream import DeadlinePassed, SandboxStream, StreamEnded
from grader.sandboxes.base import Framing

PATIENCE_SECONDS = 20.0


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def docker(kind: int, payload: bytes) -> bytes:
    return bytes((kind, 0, 0, 0)) + len(payload).to_bytes(4, "big") + payload


def demultiplexed(parts: list[bytes]) -> bytes:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        stream = SandboxStream(ours, Framing.HEADERS)
        found = b""
        for part in parts:
            theirs.sendall(part)
            if part:
                found += stream.receive()
        return found


FRAMED = docker(1, b"hello ") + docker(1, b"") + docker(2, b"big ") + docker(1, bytes(range(256)))
PLAIN = b"hello big " + bytes(range(256))


@pytest.mark.parametrize("place", range(len(FRAMED) + 1))
def test_dockers_headers_are_taken_off_wherever_the_bytes_are_split(place: int) -> None:
    assert demultiplexed([FRAMED[:place], FRAMED[place:]]) == PLAIN


def test_dockers_headers_are_taken_off_one_byte_at_a_time() -> None:
    assert demultiplexed([FRAMED[n : n + 1] for n in range(len(FRAMED))]) == PLAIN


@given(
    st.lists(st.tuples(st.integers(0, 255), st.binary(max_size=20)), max_size=6),
    st.lists(st.integers(0), max_size=6),
)
def test_any_docker_frames_split_anyhow_give_their_payloads(
    frames: list[tuple[int, bytes]], cuts: list[int]
) -> None:
    data = b"".join(docker(kind, payload) for kind, payload in frames)
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    parts = [data[start:end] for start, end in itertools.pairwise(places)]
    assert demultiplexed(parts) == b"".join(payload for _, payload in frames)


def test_a_docker_frame_of_4_gib_is_passed_on_as_it_comes() -> None:
    tracemalloc.start()
    try:
        assert demultiplexed([b"\1\0\0\0\xff\xff\xff\xff", b"abc", b"def"]) == b"abcdef"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 << 20


def test_without_docker_the_bytes_are_as_they_came(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = ends
    theirs.sendall(FRAMED)
    assert SandboxStream(ours, Framing.NONE).receive() == FRAMED


def test_where_nothing_has_come_there_is_nothing(ends: tuple[socket.socket, socket.socket]) -> None:
    assert SandboxStream(ends[0], Framing.NONE).receive() == b""


def test_the_end_is_said_after_the_last_bytes(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    stream = SandboxStream(ours, Framing.NONE)
    theirs.sendall(b"last")
    theirs.close()
    assert stream.receive() == b"last"
    with pytest.raises(StreamEnded):
        stream.receive()
    with pytest.raises(StreamEnded):
        stream.try_send(memoryview(b"x"))


def test_sending_never_waits(ends: tuple[socket.socket, socket.socket]) -> None:
    stream = SandboxStream(ends[0], Framing.NONE)
    data = memoryview(bytes(1 << 20))
    sent = [stream.try_send(data)]
    while sent[-1]:
        sent.append(stream.try_send(data))
    assert sent[0] > 0
    with pytest.raises(DeadlinePassed):
        stream.wait(time.monotonic() + 0.01, sending=True)


def test_waiting_ends_where_something_came_or_where_there_is_room(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = (SandboxStream(end, Framing.NONE) for end in ends)
    deadline = time.monotonic() + PATIENCE_SECONDS
    ours.wait(deadline, sending=True)
    with pytest.raises(DeadlinePassed):
        ours.wait(time.monotonic() + 0.01)
    theirs.try_send(memoryview(b"x"))
    ours.wait(deadline)
    theirs.close()
    assert ours.receive() == b"x"
    ours.wait(deadline)


@pytest.mark.parametrize("seconds", [-1000.0, -0.1, 0.0, 0.02])
def test_waiting_ends_at_its_deadline(ends: tuple[socket.socket, socket.socket], seconds: float) -> None:
    stream = SandboxStream(ends[0], Framing.NONE)
    began = time.monotonic()
    with pytest.raises(DeadlinePassed):
        stream.wait(began + seconds)
    assert time.monotonic() - began < PATIENCE_SECONDS / 2
