"""Podman is an engine like Docker: it is recognised, and its sandbox has the same walls."""

from __future__ import annotations

import pytest

from grader.exercises.find import find, root
from grader.sandboxes.base import SandboxProvider
from grader.sandboxes.docker.docker import Docker
from grader.selftest.walls import prove
from tests import podman, real
from tests.command import GOOD


@pytest.fixture
def podman_sandbox() -> SandboxProvider:
    return real.sandbox_or_skip(real.PODMAN)


def test_each_engine_is_recognised_and_grades(podman_sandbox: SandboxProvider) -> None:
    docker = real.sandbox_or_skip("docker")
    assert isinstance(docker, Docker) and isinstance(podman_sandbox, Docker)
    assert (docker.engine.name, podman_sandbox.engine.name) == ("Docker", "Podman")
    assert podman_sandbox.engine.endpoint.host == podman.host()
    report = real.graded(find("flatten", root()), GOOD, podman_sandbox)
    assert report.sandbox is not None and report.score is not None
    assert (report.sandbox.kind, report.score.fraction) == ("docker", 1)


@pytest.mark.matrix
def test_all_protections_hold_in_podman(podman_sandbox: SandboxProvider) -> None:
    proofs = list(prove(podman_sandbox))
    assert len(proofs) > 30
    assert [f"{proof.sentence}: {proof.came}" for proof in proofs if not proof.holds] == []
