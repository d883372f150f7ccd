"""Reads an exercise's manifest (TOML with a schema); no code of the exercise runs."""

from __future__ import annotations

import hashlib
import json
import keyword
import math
import os
import re
from pathlib import Path
from typing import Any

from ..errors import ExerciseError
from ..limits import Limits
from ..machine.paths import cache, package
from ..machine.regular import Unreadable, content
from ..machine.toml import parsed
from . import wrong
from .code_rules import CodeRules
from .demands import Demands
from .environment import BadEnvironment, Environment
from .environment import read as read_environment
from .exercise import MANIFEST, TAKEN, Exercise

# Some hundred times what a manifest takes.
MOST_BYTES = 1 << 20
_IN_SECONDS = ("cpu_seconds", "wall_seconds", "total_seconds")


def load(folder: Path) -> Exercise:
    """Reads the exercise in `folder` from its manifest.

    Raises:
        ExerciseError: it cannot be read, or is not what the schema asks for.
    """
    slug = folder.name
    try:
        written = content(folder / MANIFEST, MOST_BYTES)
        manifest = parsed(written)
    except Unreadable as exc:
        raise _broken(slug, str(exc)) from None
    _validate(slug, written, manifest)
    limits = manifest["limits"]
    for key, value in limits.items():
        # JSON Schema takes 256.0 for an integer, and knows no other numbers than finite ones.
        if not math.isfinite(value) or (key not in _IN_SECONDS and type(value) is not int):
            kind = "a finite" if key in _IN_SECONDS else "a whole"
            raise _broken(
                slug, f"is wrong at limits.{key}: it is {value}, and not {kind} number", written, key
            )
    optional = {
        field: limits[key] * factor
        for key, field, factor in (
            ("total_seconds", "total_seconds", 1),
            ("processes", "processes", 1),
            ("output_kb", "output_bytes", 1 << 10),
            ("source_kb", "source_bytes", 1 << 10),
            ("disk_mb", "disk_bytes", 1 << 20),
            ("judge_memory_mb", "judge_bytes", 1 << 20),
        )
        if key in limits
    }
    return Exercise(
        slug=manifest.get("kit", slug),
        folder=folder,
        title=manifest["title"],
        version=manifest["version"],
        summary=manifest["summary"],
        names=tuple(manifest.get("names", ())),
        points=manifest["points"],
        bonus_points=manifest.get("bonus_points", 0),
        libraries=tuple(manifest.get("libraries", ())),
        loopback=manifest.get("loopback", False),
        limits=Limits(
            cpu_seconds=limits["cpu_seconds"],
            wall_seconds=limits["wall_seconds"],
            memory_bytes=limits["memory_mb"] << 20,
            **optional,
        ),
        demands=_demands(slug, manifest),
        environment=_environment(slug, manifest, folder),
        is_kit="kit" in manifest,
        hidden_tests=manifest.get("hidden_tests", 0),
        is_program=manifest.get("kind") == "program",
        rules=_rules(slug, written, manifest),
        side_by_side=int(manifest.get("side_by_side", 1)),
    )


def _demands(slug: str, manifest: dict[str, Any]) -> Demands:
    """The manifest's requirements for submissions."""
    table = manifest.get("submission", {})
    solution = manifest.get("solution", "")
    if solution.partition(".")[0] in TAKEN | {"pytest", "_pytest"}:
        raise _broken(slug, f"is wrong at solution: {solution!r} means something else", b"", "solution")
    bounds = {}
    for key, field, factor in (
        ("max_files", "most_files", 1),
        ("max_mb", "most_bytes", 1 << 20),
        ("max_file_mb", "most_file_bytes", 1 << 20),
    ):
        if key in table:
            if not math.isfinite(table[key]):
                raise _broken(
                    slug, f"is wrong at submission.{key}: it is {table[key]}, and not a finite number"
                )
            bounds[field] = int(table[key] * factor)
    return Demands(
        solution=solution,
        required=tuple(table.get("required", ())),
        allowed=tuple(table.get("allowed", ())),
        keeps_going="cells" in manifest,
        declared="submission" in manifest,
        **bounds,
    )


def _rules(slug: str, written: bytes, manifest: dict[str, Any]) -> CodeRules:
    forbid = tuple(manifest.get("forbid", ()))
    for name in forbid:
        words = [part for part in name.split(".") if keyword.iskeyword(part)]
        if words:  # a keyword never occurs as a name, so it would never be found
            raise _broken(
                slug, f"is wrong at forbid: {words[0]!r} is no name but a keyword", written, "forbid"
            )
    return CodeRules(
        forbid, manifest.get("forbid_because", ""), reject_broken=manifest.get("on_syntax_error") == "reject"
    )


def _environment(slug: str, manifest: dict[str, Any], folder: Path) -> Environment | None:
    if "environment" not in manifest:
        return None
    try:
        return read_environment(manifest["environment"], folder)
    except BadEnvironment as exc:
        raise _broken(slug, str(exc)) from None


def _validate(slug: str, content: bytes, manifest: dict[str, Any]) -> None:
    """Checks the manifest against its schema, unless the cache says that this content passed before."""
    schema = package("schemas/exercise.schema.json").read_bytes()
    stamp = cache() / "valid" / hashlib.sha256(schema + content).hexdigest()
    if os.path.exists(stamp):  # false too where the cache is out of reach
        return
    import jsonschema

    errors = sorted(
        jsonschema.Draft202012Validator(json.loads(schema)).iter_errors(manifest),
        key=lambda error: list(map(str, error.absolute_path)),
    )
    if errors:
        error = errors[0]
        keys = [key for key in error.absolute_path if isinstance(key, str)]
        raise _broken(slug, wrong.sentence(error), content, keys[-1] if keys else "", wrong.cure(error))
    try:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.touch()
    except OSError:
        pass  # without a cache it is checked each time


def _broken(slug: str, what: str, content: bytes = b"", key: str = "", cure: str = "") -> ExerciseError:
    lines = content.decode("utf-8", "replace").splitlines()
    numbers = [number for number, line in enumerate(lines, 1) if key and re.match(rf"\s*{key}\s*=", line)]
    place = f", line {numbers[0]}" if len(numbers) == 1 else ""
    return ExerciseError(
        f"The manifest of exercise {slug!r} {what}.",
        code="broken-manifest",
        remedy=f"Its author must mend {slug}/{MANIFEST}{place}. {cure}".strip(),
    )
