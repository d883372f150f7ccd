"""An image with pytest, the suite and the submission in it: how graders without a judge do it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from grader.environments import image
from grader.machine.paths import cache

from .commands import PYTEST, QUIET, SUITE

_DOCKERFILE = """\
ARG BASE
FROM ${BASE}
COPY wheels /wheels
RUN python3 -m pip install --quiet --no-index --find-links /wheels --break-system-packages \\
    --disable-pip-version-check --root-user-action ignore pytest
COPY suite /suite
WORKDIR /suite
# Leaves the byte code of pytest and of the suite behind, so that a run does not compile them.
RUN python3 -m pytest -q -p no:cacheprovider
"""
_BUILD_SECONDS = 600


def available() -> bool:
    """Whether a Docker engine answers."""
    try:
        return not subprocess.run(
            ["docker", "version"], capture_output=True, timeout=30, check=False
        ).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False


def build() -> str:
    """Builds the image if it is not there yet, and gives its name; `grade clean` removes it."""
    base = _base()
    pins = f"{_DOCKERFILE}\0{version('pytest')}\0{base}\0".encode()
    digest = hashlib.sha256(pins + SUITE.read_bytes() + QUIET.read_bytes()).hexdigest()[:16]
    name = f"grade-benchmark:{digest}"
    if _succeeds(["docker", "image", "inspect", name]):
        return name
    with tempfile.TemporaryDirectory() as folder:
        context = Path(folder)
        (context / "Dockerfile").write_text(_DOCKERFILE)
        (context / "suite").mkdir()
        (context / "suite" / SUITE.name).write_bytes(SUITE.read_bytes())
        (context / "suite" / "solution.py").write_bytes(QUIET.read_bytes())
        (context / "wheels").mkdir()
        for wheel in _wheels(base):
            (context / "wheels" / wheel.name).write_bytes(wheel.read_bytes())
        _run([
            "docker", "build", "--network", "none", "--label", f"{image.LABEL}=image",
            "--build-arg", f"BASE={base}", "--tag", name, folder,
        ])  # fmt: skip
    return name


def run_pytest(name: str) -> list[str]:
    """The arguments that run pytest in a container, with no isolation beyond what any container has."""
    return ["docker", "run", "--rm", "--network", "none", name, "python3", *PYTEST]


def run_nothing(name: str) -> list[str]:
    """The arguments that run a container which does nothing."""
    return ["docker", "run", "--rm", "--network", "none", name, "true"]


def _base() -> str:
    chosen = os.environ.get("GRADE_BASE_IMAGE")
    if chosen:
        return chosen
    local = _succeeds(["docker", "image", "inspect", image.LOCAL_BASE])
    return image.LOCAL_BASE if local else image.DEFAULT_BASE


def _wheels(base: str) -> list[Path]:
    """The wheels of pytest and what it needs, fetched on the host: the build has no network."""
    inside = _run(["docker", "run", "--rm", "--network", "none", base, "python3", "-V"]).split()[1]
    python = inside.rpartition(".")[0]
    folder = cache() / "wheels" / f"benchmark-{version('pytest')}-{python}"
    if not (folder / "complete").exists():
        _run([
            sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
            "--only-binary=:all:", "--python-version", python, "--dest", str(folder),
            f"pytest=={version('pytest')}",
        ])  # fmt: skip
        (folder / "complete").touch()
    return sorted(folder.glob("*.whl"))


def _succeeds(argv: list[str]) -> bool:
    return not subprocess.run(argv, capture_output=True, timeout=60, check=False).returncode


def _run(argv: list[str]) -> str:
    done = subprocess.run(argv, capture_output=True, text=True, timeout=_BUILD_SECONDS, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(argv)} failed:\n{(done.stdout + done.stderr)[-3000:]}")
    return done.stdout
