"""The Docker sandbox's image: its content, its name, and how it is built."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ..errors import InfrastructureError
from ..exercises.environment import LOCK, Environment, Version
from ..machine.capacity import machine
from ..machine.paths import shipped
from ..report import Announce
from . import inside, install, ours
from .installed import BuiltFolder, Target

if TYPE_CHECKING:
    import docker

REPOSITORY = "grade-sandbox"
LABEL = "io.grade.sandbox"
# The version of an image's Python.
PYTHON_LABEL = "io.grade.python"
# Made by `sandbox/make-base` where no registry can be reached; taken when it is there.
LOCAL_BASE = "grade-base:latest"
DEFAULT_BASE = "python:3.13-slim"
# What an exercise asks for by its name, no setting can replace.
_ELSEWHERE = (
    "The exercise asks for it. Bring it here: docker pull {0}, or docker load where no registry answers."
)
_VERSION_PROGRAM = "import sys; print('%d.%d.%d' % sys.version_info[:3])"
# Of the author's own base, or with packages of Debian's, which alone need a network while they are built.
_PACKAGES = (
    "ARG BASE\nFROM ${BASE}\nUSER 0:0\nRUN apt-get update && apt-get install -y --no-install-recommends"
)


def tag(environment: Environment | None = None, base: str = "") -> str:
    """The image's name, which changes with everything that goes into the image.

    `base` is the base image, if it is not the usual one.
    """
    sums = hashlib.sha256(os.environ.get("GRADE_BASE_IMAGE", "").encode())
    for name, path in _files():
        sums.update(f"\0{name}\0".encode())
        sums.update(path.read_bytes())
    if environment is not None and (environment.base or environment.packages):
        sums.update("\0".join(("", environment.base, *environment.packages)).encode())
    if base:
        sums.update(f"\0{base}".encode())
    return f"{REPOSITORY}:{sums.hexdigest()[:16]}"


def build(
    client: docker.DockerClient, progress: Announce, environment: Environment | None = None, base: str = ""
) -> str:
    """Builds the image and returns its name.

    Raises:
        InfrastructureError: the base image, our libraries or the build itself cannot be had.
    """
    import docker.errors

    named = base or (environment.base if environment is not None else "")
    base_image = find_base_image(client, named, progress)
    version = python_of(client, base_image, progress)
    if environment is not None and environment.packages:
        base_image = _with_packages(client, base_image, environment.packages, progress)
    wanted = target(client, version)
    libraries = [
        file
        for name, own in ours.inside(None, testing=True).items()
        for file in sources(name, install.build(own, wanted, progress))
    ]
    name = tag(environment, base)
    progress(f"building {name}")
    try:
        with tempfile.TemporaryFile() as buffer:
            client.images.build(
                fileobj=packed([*_files(), *libraries], buffer), custom_context=True, tag=name,
                buildargs={"BASE": base_image},
                labels={LABEL: "image", PYTHON_LABEL: ".".join(map(str, version))},
                rm=True, forcerm=True, network_mode="none",
            )  # fmt: skip
    except docker.errors.DockerException as exc:
        raise failed(f"the image does not build: {exc}") from exc
    return name


def target(client: docker.DockerClient, version: Version) -> Target:
    """For what libraries are installed that go into an image with that Python version on this engine."""
    processor = machine(str(client.info()["Architecture"]))
    return Target(f"{version[0]}.{version[1]}", processor=processor)


def sources(name: str, folder: BuiltFolder) -> Iterator[tuple[str, Path]]:
    """Yields the libraries' files except byte code, each with its path in the build context, below `name`."""
    for path in sorted(folder.libraries.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            yield str(Path(name, path.relative_to(folder.libraries))), path


def python_of(client: docker.DockerClient, name: str, progress: Announce) -> Version:
    """The Python version of the image called `name`, read from its label or by starting a container.

    Raises:
        InfrastructureError: it has no Python.
    """
    import docker.errors

    try:
        labelled = client.images.get(name).labels.get(PYTHON_LABEL)
        if labelled is None:
            progress(f"asking {name} for its Python version")
            labelled = client.containers.run(
                name, ["python3", "-c", _VERSION_PROGRAM], remove=True, network_mode="none", entrypoint=""
            ).decode()
        major, minor, patch = map(int, labelled.strip().split("."))
    except (docker.errors.DockerException, ValueError) as exc:
        raise failed(f"the image {name} has no working python3: {_first_line(exc)}") from exc
    return major, minor, patch


def find_base_image(client: docker.DockerClient, named: str, progress: Announce) -> str:
    """Finds or pulls the image on which ours is built, and returns its name.

    Raises:
        InfrastructureError: it can neither be found nor pulled.
    """
    import docker.errors

    for candidate in bases(named):
        try:
            client.images.get(candidate)
        except docker.errors.ImageNotFound:
            continue
        return candidate
    wanted = bases(named)[-1]
    progress(f"pulling {wanted}")
    try:
        client.images.pull(wanted)
    except docker.errors.DockerException as exc:
        raise InfrastructureError(
            f"The base image {wanted} can neither be found nor pulled ({_first_line(exc)}).",
            code="no-base-image",
            remedy=_ELSEWHERE.format(wanted)
            if named
            else "Name one with GRADE_BASE_IMAGE, or run sandbox/make-base to make one without a registry.",
        ) from exc
    return wanted


def bases(named: str) -> tuple[str, ...]:
    """The names of possible base images, to be tried in this order; only the last can be pulled."""
    named = named or os.environ.get("GRADE_BASE_IMAGE", "")
    return (named,) if named else (LOCAL_BASE, DEFAULT_BASE)


def packed(files: Iterable[tuple[str, Path]], buffer: IO[bytes]) -> IO[bytes]:
    """Writes a build context as a tar archive into `buffer`; `files` pairs names there with paths here."""
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, path in files:
            archive.add(path, name, filter=_plain)
    buffer.seek(0)
    return buffer


def failed(what: str) -> InfrastructureError:
    """The error for an image that cannot be built."""
    return InfrastructureError(
        f"The sandbox's image could not be made: {what}",
        code="image-build-failed",
        remedy="`grade setup` tries again; --sandbox bubblewrap needs no image.",
    )


def _files() -> Iterator[tuple[str, Path]]:
    """Yields the files of the build context except libraries, as pairs of name there and path here."""
    for name in ("Dockerfile", *(f"{name}/{LOCK}" for name in ours.NAMES)):
        yield name, shipped("sandbox") / name
    yield from inside.files()


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Resets owner and mode of an archive member, so that our user and file modes stay out of the image."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mode = 0o755 if member.isdir() else 0o644
    return member


def _with_packages(
    client: docker.DockerClient, base: str, packages: tuple[str, ...], progress: Announce
) -> str:
    """Builds on `base` an image that has these Debian packages installed; returns its name."""
    import docker.errors

    name = f"{REPOSITORY}-base:{hashlib.sha256(' '.join((base, *packages)).encode()).hexdigest()[:16]}"
    progress(f"installing {', '.join(packages)}")
    try:
        client.images.build(
            fileobj=io.BytesIO(f"{_PACKAGES} {' '.join(packages)}\n".encode()), tag=name,
            buildargs={"BASE": base}, labels={LABEL: "image"}, rm=True, forcerm=True,
        )  # fmt: skip
    except docker.errors.DockerException as exc:
        raise failed(f"{', '.join(packages)} cannot be installed: {_first_line(exc)}") from exc
    return name


def _first_line(exc: Exception) -> str:
    """The engine's own words, without the request that they answer; else those of the exception."""
    text = str(getattr(exc, "explanation", None) or exc).strip()
    return text.splitlines()[0][:200] if text else type(exc).__name__
