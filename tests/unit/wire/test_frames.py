"""Frames and messages: any split of the bytes gives the same, and no length is believed."""

from __future__ import annotations

import itertools
import json
import struct
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.machine.paths import package
from grader.wire.frames import (
    KINDS,
    MAX_BYTES_WITH_ARRAYS,
    MAX_FRAME_BYTES,
    MAX_MESSAGE_BYTES,
    PIECE_BYTES,
    Frame,
    FrameReader,
    Joiner,
    Kind,
    WireError,
    message_bytes,
    pieces,
)  # fmt: skip
from grader.wire.messages import Setup, pack

FRAMES = st.builds(Frame, st.sampled_from(sorted(KINDS)), st.integers(0, 2**32 - 1), st.binary(max_size=50))


def split(data: bytes, cuts: list[int]) -> list[bytes]:
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[start:end] for start, end in itertools.pairwise(places)]


@given(st.lists(FRAMES, max_size=6), st.lists(st.integers(0), max_size=8))
def test_any_split_of_the_bytes_gives_the_same_frames(frames: list[Frame], cuts: list[int]) -> None:
    reader = FrameReader()
    data = b"".join(frame.encode() for frame in frames)
    assert [found for part in split(data, cuts) for found in reader.feed(part)] == frames


def test_one_byte_at_a_time_gives_the_same_frames() -> None:
    frames = [Frame(kind, 2**32 - 1, b"x" * kind) for kind in KINDS]
    data = b"".join(frame.encode() for frame in frames)
    reader = FrameReader()
    assert [found for place in range(len(data)) for found in reader.feed(data[place : place + 1])] == frames


@given(st.binary(max_size=100), st.lists(st.integers(0), max_size=5))
def test_any_bytes_give_frames_or_a_wire_error(data: bytes, cuts: list[int]) -> None:
    reader = FrameReader()
    try:
        for part in split(data, cuts):
            assert all(type(frame) is Frame for frame in reader.feed(part))
    except WireError:
        pass


@given(st.lists(st.binary(max_size=40), max_size=6), st.lists(st.integers(0), max_size=8))
def test_any_split_of_the_bytes_gives_the_same_messages(bodies: list[bytes], cuts: list[int]) -> None:
    joiner = Joiner()
    data = b"".join(map(message_bytes, bodies))
    assert [found for part in split(data, cuts) for found in joiner.feed(part)] == bodies


@pytest.mark.parametrize("length", [MAX_FRAME_BYTES + 1, 1 << 31, 0xFFFFFFFF])
def test_a_frame_above_the_cap_is_refused_before_it_is_buffered(length: int) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(WireError):
            FrameReader().feed(struct.pack(">I", length))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1 << 16


@pytest.mark.parametrize("length", [MAX_MESSAGE_BYTES + 1, 0xFFFFFFFF])
def test_a_message_above_the_cap_is_refused_before_it_is_buffered(length: int) -> None:
    with pytest.raises(WireError):
        Joiner().feed(struct.pack(">I", length))


def test_the_longest_frame_and_the_longest_message_pass() -> None:
    frame = Frame(Kind.DATA, 1, b"x" * (MAX_FRAME_BYTES - 5))
    assert FrameReader().feed(frame.encode()) == [frame]
    body = b"x" * MAX_MESSAGE_BYTES
    assert Joiner().feed(message_bytes(body)) == [body]


def test_no_message_is_made_that_the_other_side_would_refuse() -> None:
    with pytest.raises(WireError):
        message_bytes(b"x" * (MAX_BYTES_WITH_ARRAYS + 1))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(struct.pack(">I", 0), id="no head at all"),
        pytest.param(struct.pack(">IBH", 3, Kind.DATA, 0), id="half a head"),
        pytest.param(struct.pack(">IBI", 5, 0, 1), id="kind zero"),
        pytest.param(struct.pack(">IBI", 5, max(KINDS) + 1, 1), id="an unknown kind"),
        pytest.param(struct.pack(">IBI", 5, 255, 1), id="the highest kind"),
    ],
)
def test_a_frame_that_is_none_is_a_wire_error(data: bytes) -> None:
    with pytest.raises(WireError):
        FrameReader().feed(data)


@pytest.mark.parametrize("length", [1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES])
def test_pieces_are_frames_that_the_reader_accepts_and_joins(length: int) -> None:
    data = bytes(range(256)) * (length // 256 + 1)
    frames = FrameReader().feed(b"".join(pieces(Kind.DATA, 9, data[:length])))
    assert {(frame.kind, frame.channel) for frame in frames} == {(Kind.DATA, 9)}
    assert b"".join(frame.payload for frame in frames) == data[:length]


def test_the_largest_source_that_a_manifest_can_allow_fits_in_a_frame() -> None:
    schema = json.loads(package("schemas/exercise.schema.json").read_text("utf-8"))
    most = schema["properties"]["limits"]["properties"]["source_kb"]["maximum"] << 10
    setup = pack(Setup(b"x" * most, "x" * 255, ("asyncio", "aiohttp"), loopback=True))
    assert [frame.payload for frame in FrameReader().feed(Frame(Kind.SETUP, 0, setup).encode())] == [setup]
