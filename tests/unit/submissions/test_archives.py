"""An archive is read in memory and bounded; whatever is wrong with it is said in one sentence."""

from __future__ import annotations

import bz2
import gzip
import io
import random
import stat
import struct
import tarfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from grader.errors import RejectedSubmission
from grader.submissions.archives import read_archive
from grader.submissions.submission import Handed

FILES = {"main.py": b"x = 1\n", "pkg/__init__.py": b"", "pkg/b.py": b"y = 2\n"}


def zipped(files: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    with io.BytesIO() as out:
        with zipfile.ZipFile(out, "w", method) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return out.getvalue()


def tarred(files: dict[str, bytes], *, form: int = tarfile.PAX_FORMAT) -> bytes:
    with io.BytesIO() as out:
        with tarfile.open(fileobj=out, mode="w", format=form) as archive:
            for name, content in files.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
        return out.getvalue()


def special(kind: bytes, name: str = "main.py", target: str = "/etc/passwd") -> bytes:
    with io.BytesIO() as out:
        with tarfile.open(fileobj=out, mode="w") as archive:
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, target
            archive.addfile(entry)
        return out.getvalue()


def zip_entry(mode: int, name: str = "main.py", content: bytes = b"x") -> bytes:
    with io.BytesIO() as out:
        with zipfile.ZipFile(out, "w") as archive:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            archive.writestr(entry, content)
        return out.getvalue()


def contents(handed: Handed) -> dict[str, bytes | None]:
    return {file.name: file.content for file in handed.files}


LONG = {f"{'d' * 90}/{'e' * 60}/{'f' * 90}.py": b"x = 1\n"}


@pytest.mark.parametrize(
    ("name", "data", "files"),
    [
        ("a.zip", zipped(FILES), FILES),
        ("A.ZIP", zipped(FILES, method=zipfile.ZIP_STORED), FILES),
        ("a.tar", tarred(FILES), FILES),
        ("a.tar.gz", gzip.compress(tarred(FILES)), FILES),
        ("a.tgz", gzip.compress(tarred(FILES, form=tarfile.GNU_FORMAT)), FILES),
        ("two parts.tgz", gzip.compress(tarred(FILES)[:600]) + gzip.compress(tarred(FILES)[600:]), FILES),
        ("a.tar", tarred(FILES, form=tarfile.USTAR_FORMAT), FILES),
        ("long.tar", tarred(LONG), LONG),
        ("long.tar", tarred(LONG, form=tarfile.GNU_FORMAT), LONG),
        ("long.tar", tarred(LONG, form=tarfile.USTAR_FORMAT), LONG),
        ("dots.tar", tarred({"./a.py": b"1", "b//c.py": b"2"}), {"a.py": b"1", "b/c.py": b"2"}),
        ("letters.zip", zipped({"größe.py": b"1"}), {"größe.py": b"1"}),
        ("letters.tar", tarred({"größe.py": b"1"}), {"größe.py": b"1"}),
        ("windows.zip", zipped({"a\\b.py": b"1"}), {"a/b.py": b"1"}),
    ],
)
def test_files_come_out_as_they_went_in(name: str, data: bytes, files: dict[str, bytes]) -> None:
    handed = read_archive(name, data)
    assert contents(handed) == files
    assert handed.is_archive
    assert handed.left_out == ()


def test_what_means_nothing_here_is_left_out_and_named() -> None:
    files = {
        "__MACOSX/._a.py": b"", ".DS_Store": b"", ".git/HEAD": b"", ".venv/bin/x.py": b"",
        "conftest.py": b"", "pkg/sitecustomize.py": b"", "x.pth": b"", "pkg/__pycache__/a.pyc": b"",
        "b.pyc": b"", "main.py": b"1",
    }  # fmt: skip
    handed = read_archive("a.zip", zipped(files))
    assert contents(handed) == {"main.py": b"1"}
    assert set(handed.left_out) == {
        "__MACOSX/", ".DS_Store", ".git/", ".venv/", "conftest.py", "pkg/sitecustomize.py", "x.pth",
        "pkg/__pycache__/", "b.pyc",
    }  # fmt: skip


def encrypted() -> bytes:
    data = bytearray(zipped({"a.py": b"secret"}))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def lying(size: int) -> bytes:
    """A zip whose words for a file's size, at both places, are others than what comes."""
    data = bytearray(zipped({"a.py": b"x" * 100}))
    data[data.index(b"PK\3\4") + 22 :][:4] = b""
    for mark, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        place = data.index(mark) + at
        data[place : place + 4] = struct.pack("<I", size)
    return bytes(data)


def not_utf_8() -> bytes:
    data = zipped({"aXb.py": b"1"})
    return data.replace(b"aXb.py", b"a\xffb.py")


def nameless_tar() -> bytes:
    return resummed(tarred({"aXb.py": b"1"}, form=tarfile.USTAR_FORMAT), (0, b"a\xffb.py"))


def resummed(data: bytes, *changes: tuple[int, bytes]) -> bytes:
    """A tar with these bytes in its first head, and a sum that fits."""
    head = bytearray(data[:512])
    for place, piece in changes:
        head[place : place + len(piece)] = piece
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + data[512:]


ONE = tarred({"a.py": b"x = 1\n"}, form=tarfile.USTAR_FORMAT)
REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a bomb": ("a.zip", lambda: zipped({"a.py": b"\0" * (20 << 20)}), "archive-bomb"),
    "a bomb in parts": (
        "a.zip", lambda: zipped({f"{n}.py": b"\0" * (1 << 20) for n in range(30)}), "archive-bomb",
    ),
    "a bomb in gzip": ("a.tgz", lambda: gzip.compress(tarred({"a.py": b"\0" * (20 << 20)})), "archive-bomb"),
    "a bomb that is left out": (
        "a.tgz", lambda: gzip.compress(tarred({".git/a": b"\0" * (20 << 20)})), "archive-bomb",
    ),
    "climbing": ("a.zip", lambda: zipped({"../a.py": b""}), "unsafe-path"),
    "climbing on": ("a.tar", lambda: tarred({"a/../../b.py": b""}), "unsafe-path"),
    "climbing as Windows does": ("a.zip", lambda: zipped({"a\\..\\..\\b.py": b""}), "unsafe-path"),
    "climbing from what is left out": ("a.zip", lambda: zipped({".git/../../b.py": b""}), "unsafe-path"),
    "absolute": ("a.tar", lambda: tarred({"/etc/a.py": b""}), "unsafe-path"),
    "a drive": ("a.zip", lambda: zipped({"C:/a.py": b""}), "unsafe-path"),
    "a link": ("a.tar", lambda: special(tarfile.SYMTYPE), "link-in-submission"),
    "a hard link": ("a.tar", lambda: special(tarfile.LNKTYPE), "link-in-submission"),
    "a link in a zip": ("a.zip", lambda: zip_entry(stat.S_IFLNK | 0o777), "link-in-submission"),
    "a device": ("a.tar", lambda: special(tarfile.CHRTYPE), "not-a-file"),
    "a disk": ("a.tar", lambda: special(tarfile.BLKTYPE), "not-a-file"),
    "a pipe": ("a.tar", lambda: special(tarfile.FIFOTYPE), "not-a-file"),
    "a pipe in a zip": ("a.zip", lambda: zip_entry(stat.S_IFIFO), "not-a-file"),
    "two of one name": ("a.tar", lambda: tarred({"a.py": b"1", "./a.py": b"2"}), "colliding-names"),
    "names that differ in case": ("a.zip", lambda: zipped({"A.py": b"1", "a.py": b"2"}), "colliding-names"),
    "folders that differ in case": (
        "a.zip", lambda: zipped({"P/a.py": b"1", "p/b.py": b"2"}), "colliding-names",
    ),
    "a file and a folder": ("a.zip", lambda: zipped({"a": b"1", "a/b.py": b"2"}), "colliding-names"),
    "composed and not": (
        "a.zip", lambda: zipped({"\u00e9.py": b"1", "e\u0301.py": b"2"}), "colliding-names",
    ),
    "a size above the truth": ("a.zip", lambda: lying(1000), "lying-size"),
    "a size below the truth": ("a.zip", lambda: lying(10), "damaged-archive"),
    "encrypted": ("a.zip", encrypted, "encrypted"),
    "packed otherwise": ("a.zip", lambda: zipped(FILES, method=zipfile.ZIP_LZMA), "damaged-archive"),
    "bytes that are no text": ("a.zip", not_utf_8, "name-not-utf-8"),
    "bytes that are no text in tar": ("a.tar", nameless_tar, "name-not-utf-8"),
    "a control character": ("a.tar", lambda: tarred({"a\n.py": b""}), "odd-name"),
    "deep folders": ("a.zip", lambda: zipped({"d/" * 30 + "a.py": b""}), "too-deep"),
    "a long name": ("a.zip", lambda: zipped({"a" * 250 + ".py": b""}), "too-long-name"),
    "many files": ("a.zip", lambda: zipped({f"{n}.py": b"" for n in range(1001)}), "too-many-files"),
    "many entries": ("a.zip", lambda: zipped({f".git/{n}": b"" for n in range(10_001)}), "too-many-files"),
    "nothing": ("a.zip", lambda: zipped({}), "empty"),
    "no bytes": ("a.zip", lambda: b"", "damaged-archive"),
    "no zip": ("a.zip", lambda: b"PK\3\4 but not really", "damaged-archive"),
    "no tar": ("a.tar", lambda: b"x" * 2048, "damaged-archive"),
    "no gzip": ("a.tgz", lambda: b"\x1f\x8b\x08\0" + b"x" * 99, "damaged-archive"),
    "bzip2": ("a.tar.gz", lambda: bz2.compress(ONE), "damaged-archive"),
    "cut off behind the last byte": ("a.tar", lambda: ONE[:600], "damaged-archive"),
    "cut off": ("a.tar", lambda: ONE[:514], "damaged-archive"),
    "cut off in gzip": ("a.tgz", lambda: gzip.compress(ONE)[:60], "damaged-archive"),
    "a sum that is wrong": ("a.tar", lambda: b"b" + ONE[1:], "damaged-archive"),
    "a size beyond the end": ("a.tar", lambda: resummed(ONE, (124, b"77777777777\0")), "damaged-archive"),
    "a size of 2 ** 63": ("a.tar", lambda: resummed(ONE, (124, b"\x80" + b"\xff" * 11)), "damaged-archive"),
    "a size that is no number": ("a.tar", lambda: resummed(ONE, (124, b"-0000000001\0")), "damaged-archive"),
    "sparse": ("a.tar", lambda: resummed(ONE, (156, b"S")), "damaged-archive"),
    "an unknown kind": ("a.tar", lambda: resummed(ONE, (156, b"Z")), "damaged-archive"),
    "a pax head without end": (
        "a.tar", lambda: resummed(ONE, (156, b"x"), (124, b"00007777777\0")), "damaged-archive",
    ),
    "a pax head that is none": ("a.tar", lambda: resummed(ONE, (156, b"x")), "damaged-archive"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_with_an_archive_is_said_in_a_sentence(name: str) -> None:
    path, make, code = REFUSED[name]
    data = make()
    tracemalloc.start()
    try:
        with pytest.raises(RejectedSubmission) as caught:
            read_archive(path, data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.code == code
    assert caught.value.message.startswith(f"'{path}' ") and "\n" not in caught.value.message
    assert caught.value.remedy
    assert peak < 90 << 20


@pytest.mark.parametrize(
    "data", [b"x", zipped(FILES), gzip.compress(b"x = 1\n")], ids=["text", "zip", "gzip"]
)
def test_what_never_was_a_tar_is_not_said_to_be_cut_off(data: bytes) -> None:
    with pytest.raises(RejectedSubmission, match="is not a sound tar archive"):
        read_archive("a.tgz", data)


def test_a_file_that_no_exercise_allows_is_not_unpacked() -> None:
    big = bytes(range(256)) * (40 << 12)
    for path, data in (("a.zip", zipped({"a.bin": big})), ("a.tar", tarred({"a.bin": big}))):
        (file,) = read_archive(path, data).files
        assert (file.name, file.content, file.size) == ("a.bin", None, len(big))


def in_many_parts(number: int) -> bytes:
    """A gzip file of as many members, which hold nothing but the last."""
    return gzip.compress(b"") * (number - 1) + gzip.compress(tarred(FILES))


def with_fields(number: int) -> bytes:
    """A tar with an entry of as many fields in the pax format."""
    fields = b"4 =\n" * number
    entry = tarfile.TarInfo("x")
    entry.type, entry.size = tarfile.XHDTYPE, len(fields)
    return entry.tobuf(tarfile.USTAR_FORMAT) + fields + bytes(-len(fields) % 512) + tarred(FILES)


@pytest.mark.parametrize(
    ("name", "make"), [("a.tar.gz", in_many_parts), ("a.tar", with_fields)], ids=["members", "fields"]
)
def test_as_few_bytes_as_ask_for_much_work_are_refused(name: str, make: Callable[[int], bytes]) -> None:
    assert contents(read_archive(name, make(50))) == FILES
    began = time.process_time()
    with pytest.raises(RejectedSubmission) as caught:
        read_archive(name, make(200_000 if name.endswith("gz") else 16_000))
    assert caught.value.code == "damaged-archive"
    assert time.process_time() - began < 5


def test_an_archive_with_much_in_it_is_read_to_its_end() -> None:
    files = {f"{number}.py": random.Random(number).randbytes(300_000) for number in range(8)}
    assert contents(read_archive("a.tar.gz", gzip.compress(tarred(files)))) == files
    with pytest.raises(RejectedSubmission, match="cut off"):
        read_archive("a.tar.gz", gzip.compress(tarred(files))[:-100_000])
