"""Saves the wheels of a lock, from which a machine without a registry can install."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..errors import InfrastructureError
from ..exercises.environment import Environment
from ..report import Announce
from . import uv
from .installed import Target

_SECONDS = 1800
# One library of a lock: its name and version, the marker that says for whom it is, its hashes.
_ENTRY = re.compile(
    r"^(?P<pin>[\w.-]+==\S+)(?: ; (?P<marker>[^\\\n]+?))?(?P<hashes>(?: \\\n +--hash=\S+)*)$", re.M
)


def save(environment: Environment, target: Target, folder: Path, progress: Announce) -> None:
    """Downloads into `folder` the wheels for `environment` and `target`, which is a Linux.

    Raises:
        InfrastructureError: they cannot be had, or written.
    """
    minor, processor = target.minor, target.processor
    progress(f"saving {', '.join(environment.names)} for Python {minor}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="grade-save-") as place:
            wanted = Path(place, "requirements.txt")
            wanted.write_text("\n".join(_for(environment.lock, minor)) + "\n", "utf-8")
            argv = [
                *uv.pip(), "download", "--quiet", "--disable-pip-version-check",
                "--no-deps", "--only-binary=:all:", "--require-hashes", "--implementation", "cp",
                "--python-version", minor,
                *(f"--platform=manylinux_2_{number}_{processor}" for number in (5, 12, 17, 24, 27, 28)),
                *(f"--platform=manylinux{year}_{processor}" for year in (1, 2010, 2014)),
                "--dest", str(folder.resolve()), "--requirement", str(wanted),
            ]  # fmt: skip
            done = subprocess.run(argv, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except OSError as exc:
        raise InfrastructureError(
            f"The wheels cannot be written ({exc}).", code="not-saved", remedy="Name another folder."
        ) from None
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if "ERROR" in line] or done.stderr.splitlines()
        reason = (lines or ["pip gave no reason"])[0].removeprefix("ERROR: ")[:300]
        raise uv.no_registry(reason)


def _for(lock: str, minor: str) -> Iterator[str]:
    """Yields the entries of a lock that apply to Python `minor`, without their markers.

    pip would evaluate the markers for the interpreter on which pip itself runs.
    """
    from packaging.markers import Marker

    here = {"python_version": minor, "python_full_version": f"{minor}.99", "sys_platform": "linux"}
    for entry in _ENTRY.finditer(lock):
        if not entry["marker"] or Marker(entry["marker"]).evaluate(here):
            yield entry["pin"] + entry["hashes"]
