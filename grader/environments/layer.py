"""Puts an exercise's locked libraries into a layer over Docker's image, which a remote engine can use too.

The image below the layer is ours, or one with another Python if the exercise asks for that.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InfrastructureError
from ..exercises.environment import Environment, Version
from ..report import Announce, unheard
from . import image, install
from .installed import BuiltFolder

if TYPE_CHECKING:
    import docker

# What lies in /grade/lib is what every exercise has, and may not fit together with these. Byte code that was
# made here may be for another Python.
_LAYER = """\
ARG BASE
FROM ${BASE}
USER 0:0
RUN rm -rf /grade/lib
COPY lib /grade/lib
RUN python3 -m compileall -q --invalidation-mode unchecked-hash /grade/lib || true
USER 65534:65534
"""


def tag(environment: Environment | None) -> str:
    """The image name for `environment`, whether the image is built or not."""
    base = _other_base(environment)
    name = image.tag(environment, base)
    if environment is None or not environment.requirements:
        return name
    return f"{name}-{(environment.lock_digest or '')[:16]}"


def build(client: docker.DockerClient, progress: Announce, environment: Environment | None) -> str:
    """Builds the image for `environment`, and the one below if needed; returns its name.

    Raises:
        InfrastructureError: it cannot be had, or there is none with a Python that the exercise asks for.
    """
    import docker.errors

    base = _other_base(environment)
    below = image.tag(environment, base)
    try:
        client.images.get(below)
    except docker.errors.ImageNotFound:
        below = image.build(client, progress, environment, base)
    if environment is None:
        return below
    version = image.python_of(client, below, progress)
    check(environment, version)
    if not environment.requirements:
        return below
    folder = install.build(environment, image.target(client, version), progress)
    name = tag(environment)
    with install.alone(name.replace(":", "-")):
        try:
            client.images.get(name)
        except docker.errors.ImageNotFound:
            _add(client, progress, folder, below, name)
    return name


def _add(client: docker.DockerClient, progress: Announce, folder: BuiltFolder, below: str, name: str) -> None:
    """Builds the image `name` from the image `below` and the libraries in `folder`."""
    import docker.errors

    progress(f"building {name}")
    with tempfile.TemporaryDirectory(prefix="grade-layer-") as place, tempfile.TemporaryFile() as buffer:
        written = Path(place, "Dockerfile")
        written.write_text(_LAYER, "utf-8")
        try:
            client.images.build(
                fileobj=image.packed([("Dockerfile", written), *image.sources("lib", folder)], buffer),
                custom_context=True, tag=name, buildargs={"BASE": below}, labels={image.LABEL: "image"},
                rm=True, forcerm=True, network_mode="none",
            )  # fmt: skip
        except docker.errors.DockerException as exc:
            raise image.failed(f"the libraries cannot be put into it: {exc}") from exc


def python(
    client: docker.DockerClient, progress: Announce, environment: Environment | None
) -> Version | None:
    """The Python version that the image for `environment` has or will have; None if unknown before a pull.

    Raises:
        InfrastructureError: there is no Python in it.
    """
    import docker.errors

    base = _other_base(environment)
    named = base or (environment.base if environment is not None else "")
    for name in (image.tag(environment, base), *image.bases(named)):
        try:
            client.images.get(name)
        except docker.errors.ImageNotFound:
            continue
        return image.python_of(client, name, progress)
    return None


def python_inside(client: docker.DockerClient, name: str) -> Version:
    """The Python version of the local image called `name`; raises ImageNotFound if it is missing."""
    client.images.get(name)
    return image.python_of(client, name, unheard)


def check(environment: Environment, version: Version) -> None:
    """Makes sure that a Python version fits the environment.

    Raises:
        InfrastructureError: it does not fit.
    """
    if not environment.fits(version):
        raise InfrastructureError(
            f"Docker's image has Python {'.'.join(map(str, version))}, and the exercise asks for "
            f"{environment.python}.",
            code="no-interpreter",
            remedy="Name an image that has it with GRADE_BASE_IMAGE, or use --sandbox bubblewrap.",
        )


def _other_base(environment: Environment | None) -> str:
    """The base image to use if the exercise asks for a Python that our usual base lacks; else empty.

    Each minor version has an official image; an exercise that names its own base image gets no other.
    """
    if environment is None or environment.base or not environment.python:
        return ""
    minors = environment.minors()
    usual = int(image.DEFAULT_BASE.partition(":3.")[2].partition("-")[0])
    return "" if usual in minors else f"python:3.{minors[0]}-slim"
