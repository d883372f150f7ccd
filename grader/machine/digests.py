"""Computes one digest over many files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[tuple[str, Path]]) -> str:
    """The SHA-256 over the given names and contents of `files`, in this order."""
    sums = hashlib.sha256()
    for name, path in files:
        content = path.read_bytes()
        sums.update(f"{name}\0{len(content)}\0".encode())
        sums.update(content)
    return sums.hexdigest()
