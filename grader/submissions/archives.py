"""Reads submitted `.zip` and `.tar` archives as streams, checking limits before anything is stored.

Nothing is unpacked to disk. The sizes that the archive declares are compared with its actual content, and the
unpacked content is bounded in number, size and ratio. The reader for `.tar` is our own: it supports what a
project needs and refuses the rest, while the standard library's supports every dialect.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..errors import RejectedSubmission
from ..exercises.demands import CEILING_BYTES, CEILING_FILE_BYTES, CEILING_FILES
from .naming import checked, handed, left_out, refused
from .submission import FoundFile, Handed, rejected

# What stands in an archive of so many bytes may have as many entries, be they files, folders or left out.
_MOST_ENTRIES = 10 * CEILING_FILES
# Source text becomes a tenth, zeros a thousandth; an archive of a few KB may do as it likes.
_MOST_RATIO, _ALWAYS_BYTES = 200, 4 << 20
# What is left out is skipped, but must be unpacked for that.
_MOST_UNPACKED_BYTES = 4 * CEILING_BYTES
_BLOCK = 512
# A name in an entry of its own, and the fields of the pax format, of which honest entries have some ten.
_MOST_EXTRA_BYTES, _MOST_FIELDS = 64 << 10, 100
_PIECE_BYTES = 256 << 10
# The unpacker copies what is left of the bytes that it is fed, for each piece and each member that it gives.
_FED_BYTES, _MOST_MEMBERS = 64 << 10, 20_000
_PACK_AGAIN = "Pack it again, as .zip or .tar.gz."


class _Damaged(Exception):
    """The error for a malformed archive; the text ends a sentence about it."""


@dataclass(slots=True)
class _Unpacked:
    """The files unpacked so far."""

    path: str
    files: list[FoundFile] = field(default_factory=list)
    without: set[str] = field(default_factory=set)
    entries: int = 0
    room: int = CEILING_BYTES

    def wanted(self, name: str, mode: int) -> str | None:
        """The normalized name under which to keep an entry; None for a folder or an entry to leave out."""
        self.entries += 1
        if self.entries > _MOST_ENTRIES:
            what = f"holds more than {_MOST_ENTRIES} files and folders"
            raise rejected(self.path, what, "too-many-files", "Hand in your solution only.")
        name = checked(self.path, name)
        without = left_out(name, is_folder=stat.S_ISDIR(mode))
        if without is not None:
            self.without.add(without)
            return None
        if stat.S_ISDIR(mode):
            return None
        if stat.S_ISLNK(mode):
            raise refused(self.path, name, "is a link", "link-in-submission", "Put the file itself there.")
        if not stat.S_ISREG(mode):
            what = "is a device or a pipe"
            raise refused(self.path, name, what, "not-a-file", "Hand in files and folders only.")
        if len(self.files) >= CEILING_FILES:
            what = f"holds more than {CEILING_FILES} files"
            raise rejected(self.path, what, "too-many-files", "Hand in your solution only.")
        return name

    def is_too_large(self, size: int) -> bool:
        """Whether a file of that size need not be read, since no exercise allows it."""
        return size > min(CEILING_FILE_BYTES, self.room)

    def add(self, name: str, content: bytes | None, size: int) -> None:
        """Keeps a file."""
        self.files.append(FoundFile(name, content, size))
        self.room -= len(content or b"")


def read_archive(path: str, data: bytes) -> Handed:
    """Reads the files in the archive with the content `data`, called `path`.

    Raises:
        RejectedSubmission: it is damaged, encrypted, a bomb, or holds what is refused in folders too.
    """
    found = _Unpacked(path)
    try:
        if path.lower().endswith(".zip"):
            _unzip(found, data)
        else:
            _untar(found, _Stream(path, data))
    except _Damaged as exc:
        raise rejected(path, str(exc), "damaged-archive", _PACK_AGAIN) from None
    if not found.entries:
        raise rejected(path, "is an archive without any file", "empty", "Hand in your solution.")
    return handed(path, found.files, found.without, is_archive=True)


def _bomb(path: str) -> RejectedSubmission:
    what = "unpacks to far more than any solution takes"
    return rejected(path, what, "archive-bomb", "Hand in your solution only.")


# --- zip


def _unzip(found: _Unpacked, data: bytes) -> None:
    # Each entry costs the reader of the standard library some KB before it can be counted.
    if data.count(b"PK\1\2") > _MOST_ENTRIES:
        what = f"holds more than {_MOST_ENTRIES} files and folders"
        raise rejected(found.path, what, "too-many-files", "Hand in your solution only.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = 0
            for entry in archive.infolist():
                unpacked += _unzip_entry(found, archive, entry)
                if unpacked > max(_ALWAYS_BYTES, _MOST_RATIO * len(data)):
                    raise _bomb(found.path)
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError, EOFError) as exc:
        raise _Damaged("is not a sound zip archive") from exc
    except (ValueError, IndexError, OverflowError, OSError, RuntimeError, struct.error, zlib.error) as exc:
        raise _Damaged("is not a sound zip archive") from exc


def _unzip_entry(found: _Unpacked, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """Unpacks the file in `entry`, if it is one; returns the number of bytes unpacked."""
    mode = entry.external_attr >> 16
    kind = stat.S_IFMT(mode) or (stat.S_IFDIR if entry.filename.endswith(("/", "\\")) else stat.S_IFREG)
    name = found.wanted(_zip_name(entry), kind)
    if name is None:
        return 0
    if entry.flag_bits & 0x41:
        raise refused(found.path, name, "is encrypted", "encrypted", "Pack it again without a password.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _Damaged("is packed in a way that is not read here")
    if found.is_too_large(entry.file_size):
        found.add(name, None, entry.file_size)
        return 0
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)
        # What is left would be more than the archive says.
        if len(content) != entry.file_size or file.read(1):
            raise refused(
                found.path, name, "has another size than the archive says", "lying-size", _PACK_AGAIN
            )
    found.add(name, content, len(content))
    return len(content)


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry in a ZIP archive, as UTF-8 even if the archive does not flag it so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    # What is no UTF-8 is refused by its name.
    return entry.filename.encode("cp437", "surrogateescape").decode("utf-8", "surrogateescape")


# --- tar


class _Stream:
    """The bytes of a tar archive, decompressed piece by piece if necessary."""

    def __init__(self, path: str, data: bytes) -> None:
        self._path = path
        self._most = max(_ALWAYS_BYTES, min(_MOST_RATIO * len(data), _MOST_UNPACKED_BYTES))
        self._pieces = _gunzipped(data) if data[:2] == b"\x1f\x8b" else iter((data,))
        self._buffer = bytearray()
        self._read = 0

    def read(self, size: int) -> bytes:
        """The next `size` bytes; fewer only at the end."""
        self._fill(size)
        piece = bytes(self._buffer[:size])
        del self._buffer[:size]
        return piece

    def skip(self, size: int) -> None:
        """Skips `size` bytes."""
        while size > 0:
            step = min(size, _PIECE_BYTES)
            if len(self.read(step)) < step:
                raise _Damaged("is cut off")
            size -= step

    def _fill(self, size: int) -> None:
        while len(self._buffer) < size:
            piece = next(self._pieces, b"")
            if not piece:
                return
            self._read += len(piece)
            if self._read > self._most:
                raise _bomb(self._path)
            self._buffer += piece


def _gunzipped(data: bytes) -> Iterator[bytes]:
    """Yields the decompressed `data` in pieces; gzip data may have several members."""
    at = members = 0
    while data[at : at + 2] == b"\x1f\x8b":
        members += 1
        if members > _MOST_MEMBERS:
            raise _Damaged("is packed in too many parts")
        unpacker = zlib.decompressobj(31)
        while not unpacker.eof:
            fed = unpacker.unconsumed_tail
            if not fed:
                fed = data[at : at + _FED_BYTES]
                at += len(fed)
            try:
                piece = unpacker.decompress(fed, _PIECE_BYTES)
            except zlib.error:
                raise _Damaged("is not a sound gzip file") from None
            if piece:
                yield piece
            elif not fed:
                raise _Damaged("is cut off")
        at -= len(unpacker.unused_data)


# Each type of entry, and the mode that it stands for.
_MODES = {
    b"0": stat.S_IFREG, b"\0": stat.S_IFREG, b"7": stat.S_IFREG, b"5": stat.S_IFDIR, b"1": stat.S_IFLNK,
    b"2": stat.S_IFLNK, b"3": stat.S_IFCHR, b"4": stat.S_IFBLK, b"6": stat.S_IFIFO,
}  # fmt: skip


def _untar(found: _Unpacked, stream: _Stream) -> None:
    extra: dict[str, bytes] = {}  # what stands before an entry about it
    while True:
        block = stream.read(_BLOCK)
        if not block.strip(b"\0"):  # the end, or two blocks of nothing before it
            if block or found.entries:
                return
            raise _Damaged("is not a sound tar archive")
        if len(block) < _BLOCK:
            raise _Damaged("is cut off" if found.entries else "is not a sound tar archive")
        kind, size = _header(block)
        padded = -(-size // _BLOCK) * _BLOCK
        if kind in (b"x", b"L", b"g", b"K"):
            found.entries += 1
            if size > _MOST_EXTRA_BYTES or found.entries > _MOST_ENTRIES:
                raise _Damaged("says too much about its files")
            content = stream.read(padded)[:size]
            if kind == b"x":
                extra |= _pax(content)
            elif kind == b"L":
                extra["path"] = content.rstrip(b"\0")
            continue
        if kind not in _MODES:
            raise _Damaged("holds what only few programs can read")
        if "size" in extra:
            size = _number(extra["size"], 10)
            padded = -(-size // _BLOCK) * _BLOCK
        _untar_entry(found, stream, _name(block, extra), (_MODES[kind], size, padded))
        extra = {}


def _untar_entry(found: _Unpacked, stream: _Stream, name: bytes, entry: tuple[int, int, int]) -> None:
    mode, size, padded = entry
    text = name.decode("utf-8", "surrogateescape")
    if mode == stat.S_IFREG and text.endswith("/"):  # as older programs wrote folders
        mode = stat.S_IFDIR
    if stat.S_ISDIR(mode) and not [part for part in text.split("/") if part not in ("", ".")]:
        found.entries += 1  # the folder itself
        return
    kept = found.wanted(text, mode)
    if stat.S_ISDIR(mode):
        return
    if kept is None or found.is_too_large(size):
        stream.skip(padded)
        if kept is not None:
            found.add(kept, None, size)
        return
    content = stream.read(padded)
    if len(content) < padded:
        raise _Damaged("is cut off")
    found.add(kept, content[:size], size)


def _header(block: bytes) -> tuple[bytes, int]:
    """Parses a tar header block into the entry's type and size."""
    total = sum(block) - sum(block[148:156]) + 8 * ord(" ")
    if _number(block[148:156], 8) != total:
        raise _Damaged("is not a sound tar archive")
    size = block[124:136]
    if size[0] & 0x80:
        return block[156:157], int.from_bytes(bytes([size[0] & 0x7F]) + size[1:], "big") & ((1 << 63) - 1)
    return block[156:157], _number(size, 8)


def _name(block: bytes, extra: dict[str, bytes]) -> bytes:
    if "path" in extra:
        return extra["path"]
    name, prefix = block[:100].split(b"\0", 1)[0], block[345:500].split(b"\0", 1)[0]
    return prefix + b"/" + name if prefix and block[257:262] == b"ustar" and block[263:265] == b"00" else name


def _pax(content: bytes) -> dict[str, bytes]:
    """Parses a pax header, whose lines are `LENGTH KEY=VALUE`, into path and size."""
    fields: dict[str, bytes] = {}
    at = count = 0
    while at < len(content):
        length, _, _ = content[at : at + 20].partition(b" ")
        size = _number(length, 10)
        record = content[at : at + size]
        at += size
        count += 1
        if count > _MOST_FIELDS:
            raise _Damaged("says too much about its files")
        key, equals, value = record[len(length) + 1 :].partition(b"=")
        if not length or not equals or size != len(record) or value[-1:] != b"\n":
            raise _Damaged("is not a sound tar archive")
        if key.startswith(b"GNU.sparse"):
            raise _Damaged("holds what only few programs can read")
        if key in (b"path", b"size"):
            fields[key.decode()] = value[:-1]
    return fields


def _number(digits: bytes, base: int) -> int:
    digits = digits.strip(b" \0")
    if len(digits) > 20 or not all(48 <= digit < 48 + base for digit in digits):
        raise _Damaged("is not a sound tar archive")
    return int(digits or b"0", base)
