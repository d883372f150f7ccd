"""A runner in a container as kubernetes.yaml has it: a plain user, no capability, our seccomp profile."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from grader.environments import ours, wheelhouse
from grader.environments.image import LOCAL_BASE
from grader.environments.installed import Target
from tests import real
from tests.command import PROJECT
from tests.install.conftest import SECONDS, Built

pytestmark = pytest.mark.matrix

NAME = "grade-test-pod"
PROFILE = PROJECT / "docs" / "deploy" / "grade-runner.json"
# Debian's own, since no image of somebody else's can be counted on; its pip wants to be told.
DOCKERFILE = f"""\
FROM {LOCAL_BASE}
COPY bwrap /usr/bin/bwrap
COPY wheels /wheels
COPY libraries /libraries
RUN python3 -m pip install --break-system-packages --no-index --find-links /wheels grade-python-exercises
USER 10001
ENV HOME=/home/grade GRADE_WHEELHOUSE=/libraries
ENTRYPOINT ["grade"]
"""
# `systempaths` is what `procMount: Unmasked` is in a pod.
PLAIN = (
    "--cap-drop=ALL", "--security-opt=no-new-privileges", "--tmpfs=/tmp:exec",
    "--tmpfs=/home/grade:uid=10001,exec",
)  # fmt: skip
AS_IN_THE_POD = (*PLAIN, f"--security-opt=seccomp={PROFILE}", "--security-opt=systempaths=unconfined")


def docker(*argv: str, check: bool = True) -> str:
    done = subprocess.run(
        ["docker", *argv],
        check=check,
        timeout=SECONDS,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.stdout


@pytest.fixture(scope="module")
def pod(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    real.sandbox_or_skip("docker")
    bwrap = shutil.which("bwrap")
    if bwrap is None or not docker("images", "-q", LOCAL_BASE):
        pytest.skip("it needs bubblewrap and an image of sandbox/make-base")
    folder = tmp_path_factory.mktemp("pod")
    version = docker(
        "run", "--rm", LOCAL_BASE, "python3", "-c", "import platform; print(platform.python_version())"
    )
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "-d", folder / "wheels", built.wheel,
         "--only-binary=:all:", f"--python-version={version.strip()}"],
        check=True, timeout=SECONDS,
    )  # fmt: skip
    minor = version.strip().rpartition(".")[0]
    for name in ours.NAMES:
        wheelhouse.save(ours.environment(name), Target(minor), folder / "libraries", print)
    shutil.copy(bwrap, folder)
    (folder / "Dockerfile").write_text(DOCKERFILE)
    docker("build", "-q", "-t", NAME, os.fspath(folder))
    yield NAME
    docker("rmi", "-f", NAME, check=False)


def test_a_runner_needs_no_privilege(pod: str) -> None:
    proved = docker("run", "--rm", *AS_IN_THE_POD, pod, "doctor", "--prove", check=False)
    assert proved.count(" protections hold.") == 2, proved
    assert "bubblewrap, as a batch has it" in proved


def test_what_it_grades_is_graded(pod: str) -> None:
    accepted = PROJECT / "exercises" / "flatten" / "submissions" / "accepted"
    mounted = f"--volume={accepted}:/handed-in:ro"
    argv = ["submit", "/handed-in/explicit_stack.py", "--exercise=flatten", "--sandbox=bubblewrap"]
    assert "100 %" in docker("run", "--rm", *AS_IN_THE_POD, mounted, pod, *argv)


def test_a_profile_that_forbids_namespaces_is_told(pod: str) -> None:
    script = "grade setup; grade doctor"  # the first for the libraries
    told = docker("run", "--rm", *PLAIN, "--entrypoint=sh", pod, "-c", script, check=False)
    assert "allow user namespaces" in told
    assert "No sandbox works here" in told
