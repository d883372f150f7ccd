"""The Docker sandbox's image: what goes into it, what it is called, how it is built."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InfrastructureError
from ..places import cache, package, shipped
from .base import Progress

if TYPE_CHECKING:
    import docker

REPOSITORY = "grade-sandbox"
LABEL = "io.grade.sandbox"
# Made by `sandbox/make-base` where no registry can be reached; taken when it is there.
LOCAL_BASE = "grade-base:latest"
DEFAULT_BASE = "python:3.13-slim"
# What a submission may import, and what is there for files of tests alone.
_REQUIREMENTS = ("requirements.txt", "testing.txt")
_VERSION_PROGRAM = "import sys; print('%d.%d' % sys.version_info[:2])"


def tag() -> str:
    """The image's name: it changes with anything that goes into the image."""
    sums = hashlib.sha256(os.environ.get("GRADE_BASE_IMAGE", "").encode())
    for name, path in _files():
        sums.update(f"\0{name}\0".encode())
        sums.update(path.read_bytes())
    return f"{REPOSITORY}:{sums.hexdigest()[:16]}"


def build(client: docker.DockerClient, progress: Progress) -> str:
    """Builds the image and gives its name.

    Raises:
        InfrastructureError: the base image, the wheels or the build itself cannot be had.
    """
    import docker.errors

    base = _base(client, progress)
    progress(f"asking {base} for its Python version")
    try:
        printed = client.containers.run(
            base, ["python3", "-c", _VERSION_PROGRAM], remove=True, network_mode="none", entrypoint=""
        )
    except docker.errors.DockerException as exc:
        raise _failed(f"the base image {base} has no working python3: {exc}") from exc
    version = printed.decode().strip()
    wheels = _wheels(version, client.info()["Architecture"], progress)
    name = tag()
    progress(f"building {name}")
    try:
        client.images.build(
            fileobj=_context(wheels), custom_context=True, tag=name, buildargs={"BASE": base},
            labels={LABEL: "image"}, rm=True, forcerm=True, network_mode="none",
        )  # fmt: skip
    except docker.errors.DockerException as exc:
        raise _failed(f"the image does not build: {exc}") from exc
    return name


def _files() -> Iterator[tuple[str, Path]]:
    """What is in the context, wheels apart: name there, place here."""
    sandbox = shipped("sandbox")
    for name in ("Dockerfile", *_REQUIREMENTS, "start.py"):
        yield name, sandbox / name
    for folder, root in (("worker", sandbox / "worker"), ("wire", package("wire"))):
        for path in sorted(root.glob("*.py")):
            yield f"{folder}/{path.name}", path


def _context(wheels: list[Path]) -> io.BytesIO:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, path in [*_files(), *((f"wheels/{path.name}", path) for path in wheels)]:
            archive.add(path, name, filter=_plain)
    buffer.seek(0)
    return buffer


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Neither our user nor our file modes belong into the image."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mode = 0o644
    return member


def _base(client: docker.DockerClient, progress: Progress) -> str:
    import docker.errors

    named = os.environ.get("GRADE_BASE_IMAGE")
    for candidate in (named,) if named else (LOCAL_BASE, DEFAULT_BASE):
        try:
            client.images.get(candidate)
        except docker.errors.ImageNotFound:
            continue
        return candidate
    wanted = named or DEFAULT_BASE
    progress(f"pulling {wanted}")
    try:
        client.images.pull(wanted)
    except docker.errors.DockerException as exc:
        raise InfrastructureError(
            f"The base image {wanted} can neither be found nor pulled ({_first_line(exc)}).",
            code="no-base-image",
            remedy="Name one with GRADE_BASE_IMAGE, or run sandbox/make-base to make one without a registry.",
        ) from exc
    return wanted


def _wheels(version: str, architecture: str, progress: Progress) -> list[Path]:
    """Fetches the pinned wheels for the image's Python.

    With the host's pip, whose proxies and certificates work; the build itself has no network.
    """
    requirements = [shipped("sandbox") / name for name in _REQUIREMENTS]
    sums = hashlib.sha256(b"".join(path.read_bytes() for path in requirements))
    folder = cache() / "wheels" / f"{sums.hexdigest()[:16]}-{version}-{architecture}"
    complete = folder / "complete"
    if not complete.exists():
        progress("fetching the libraries that a submission may import")
        folder.mkdir(parents=True, exist_ok=True)
        platforms = [f"manylinux_2_{minor}_{architecture}" for minor in (17, 24, 28)]
        argv = [
            # -P: the current folder may be a stranger's, and bring a pip.py.
            sys.executable, "-P", "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
            "--no-deps", "--only-binary=:all:", "--implementation", "cp", "--python-version", version,
            *(f"--platform={platform}" for platform in (*platforms, f"manylinux2014_{architecture}")),
            "--dest", str(folder), *(f"--requirement={path}" for path in requirements),
        ]  # fmt: skip
        done = subprocess.run(argv, capture_output=True, text=True, timeout=600, check=False)
        if done.returncode:
            raise _failed(f"pip cannot fetch the wheels: {done.stderr.strip()[-400:]}")
        complete.touch()
    return sorted(folder.glob("*.whl"))


def _failed(what: str) -> InfrastructureError:
    return InfrastructureError(
        f"The sandbox's image could not be made: {what}",
        code="image-build-failed",
        remedy="`grade setup` tries again; --sandbox bubblewrap needs no image.",
    )


def _first_line(exc: Exception) -> str:
    return str(exc).strip().splitlines()[0][:200] if str(exc).strip() else type(exc).__name__
