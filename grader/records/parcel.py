"""A submission as a client sends it and the database stores it: a name, and a content or several files.

A parcel is untrusted. Only `opened` makes a submission of it, by the same code that reads local files.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass

from ..exercises.demands import CEILING_BYTES, CEILING_FILE_BYTES, CEILING_FILES
from ..submissions.naming import checked, handed, left_out
from ..submissions.reading import made, several
from ..submissions.submission import FoundFile, Submission, rejected
from ..text import printable

MOST_NAME = 255


@dataclass(frozen=True, slots=True)
class Parcel:
    """A submission: a file, notebook or archive as `content`, or a folder's `files` by name."""

    name: str
    content: bytes | None = None
    files: tuple[tuple[str, bytes], ...] = ()

    def sealed(self) -> bytes:
        """Serializes the parcel to bytes."""
        plain = {
            "name": self.name,
            "content": None if self.content is None else base64.b64encode(self.content).decode("ascii"),
            "files": [[name, base64.b64encode(data).decode("ascii")] for name, data in self.files],
        }
        return json.dumps(plain, ensure_ascii=True).encode("ascii")

    @property
    def sha256(self) -> str:
        """The SHA-256 of the content; for several files, of the list that `sha256sum` prints."""
        if self.content is not None:
            return hashlib.sha256(self.content).hexdigest()
        lines = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in self.files)
        return hashlib.sha256(lines.encode()).hexdigest()

    @property
    def size(self) -> int:
        """The total size in bytes of all files."""
        return len(self.content or b"") + sum(len(data) for _, data in self.files)


def unsealed(data: bytes) -> Parcel:
    """Parses a parcel from bytes that `sealed` made."""
    plain = json.loads(data)
    content = plain["content"]
    return Parcel(
        plain["name"],
        None if content is None else base64.b64decode(content),
        tuple((name, base64.b64decode(each)) for name, each in plain["files"]),
    )


def opened(parcel: Parcel) -> Submission:
    """Reads the submission in the parcel, without fitting it to an exercise.

    Raises:
        RejectedSubmission: it cannot be graded, whatever the exercise.
    """
    name = parcel.name
    if not name or len(name) > MOST_NAME or printable(name, MOST_NAME) != name or "/" in name:
        raise rejected("it", "has no name that a file can have", "file-name", "Name it after the exercise.")
    if parcel.content is not None:
        return made(name, parcel.content)
    if len(parcel.files) > CEILING_FILES:
        raise rejected(name, f"holds more than {CEILING_FILES} files", "too-many-files")
    if parcel.size > CEILING_BYTES:
        raise rejected(name, f"holds more than {CEILING_BYTES >> 20} MiB", "too-large")
    files, without = [], set()
    for inner, data in parcel.files:
        other = left_out(inner, is_folder=False)
        if other is not None:
            without.add(other)
            continue
        whole = data if len(data) <= CEILING_FILE_BYTES else None
        files.append(FoundFile(checked(name, inner), whole, len(data)))
    return several(name, handed(name, files, without, is_archive=False))
