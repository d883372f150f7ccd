"""Podman's engine for tests: a service of our own, with the storage of whoever runs the tests.

As root it is a rootful one. `GRADE_TEST_PODMAN` names the socket of another, such as a rootless one.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from grader.environments.image import LOCAL_BASE
from grader.errors import InfrastructureError
from grader.sandboxes.base import SandboxProvider
from grader.sandboxes.registry import choose

SOCKET = "GRADE_TEST_PODMAN"
START_SECONDS = 30
# The default limits are as high as the kernel's, which not every root may set.
SETTINGS = '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\n'
# Debian's crun does not know a mix of both versions of control groups.
MIXED = '[engine]\nruntime = "runc"\n'


def sandbox() -> SandboxProvider:
    """The Docker sandbox with Podman as its engine.

    Raises:
        GraderError: it does not work here.
    """
    before = os.environ.get("DOCKER_HOST")
    os.environ["DOCKER_HOST"] = host()
    try:
        return choose("docker")
    finally:
        os.environ.pop("DOCKER_HOST")
        if before is not None:
            os.environ["DOCKER_HOST"] = before


@functools.cache
def host() -> str:
    """Where the service listens; it is started when it is asked for first, and ends with the tests.

    Raises:
        InfrastructureError: there is no Podman, or no image for it.
    """
    if SOCKET in os.environ:
        return f"unix://{os.environ[SOCKET]}"
    if not shutil.which("podman"):
        raise InfrastructureError("There is no podman.", code="no-podman")
    folder = Path(tempfile.mkdtemp(prefix="grade-podman-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    mixed = Path("/sys/fs/cgroup/unified").exists() and shutil.which("runc")
    (folder / "containers.conf").write_text(SETTINGS + (MIXED if mixed else ""))
    os.environ["CONTAINERS_CONF"] = str(folder / "containers.conf")
    _take_the_base_image_from_docker()
    # Not a child of ours: tests look whether some are left.
    service = f"echo $$ > {folder}/pid; exec podman system service --time=600 unix://{folder}/socket"
    subprocess.run(
        ["setsid", "--fork", "sh", "-c", service], check=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + START_SECONDS
    while not (folder / "socket").exists():
        if time.monotonic() > deadline:
            raise InfrastructureError("Podman's service does not start.", code="no-podman")
        time.sleep(0.05)
    atexit.register(os.kill, int((folder / "pid").read_text()), signal.SIGTERM)
    return f"unix://{folder}/socket"


def _take_the_base_image_from_docker() -> None:
    if subprocess.run(["podman", "image", "exists", LOCAL_BASE], check=False).returncode == 0:
        return
    with subprocess.Popen(["docker", "save", LOCAL_BASE], stdout=subprocess.PIPE) as saved:
        loaded = subprocess.run(
            ["podman", "load", "--quiet"], stdin=saved.stdout, check=False, capture_output=True
        )
    if saved.returncode or loaded.returncode:
        raise InfrastructureError("Podman has no base image, and Docker has none for it.", code="no-podman")
