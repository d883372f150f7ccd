"""What docs/deploy.md has people deploy: well-formed, whole, and made of commands that there are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from grader.cli import grade

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))
MANIFESTS: list[dict[str, Any]] = list(yaml.safe_load_all((FOLDER / "kubernetes.yaml").read_text("utf-8")))
PODS = {one["metadata"]["name"]: one["spec"]["template"] for one in MANIFESTS if one["kind"] == "Deployment"}


def understood(arguments: list[str]) -> None:
    """Fails unless `grade` has such a command with such options; it is not run."""
    context = click.Context(grade)
    name, command, rest = grade.resolve_command(context, list(arguments))
    assert command is not None
    # Read as if the database were named, which in a deployment a variable does.
    given = [] if "--database" in rest else ["--database", "postgresql:///grade"]
    command.make_context(name, [*rest, *given], parent=context)


@pytest.mark.parametrize(
    "arguments",
    [
        COMPOSE["services"]["service"]["command"], COMPOSE["services"]["runner"]["command"],
        *(pod["spec"]["containers"][0]["args"] for pod in PODS.values()),
        re.findall(r'"([^"]*)"', re.findall(r"^CMD \[(.*)\]$", (FOLDER / "Dockerfile").read_text(), re.M)[0]),
    ],
    ids=lambda one: one[0],
)  # fmt: skip
def test_each_command_is_one_that_there_is(arguments: list[str]) -> None:
    understood(arguments)


def test_what_is_no_command_of_ours_would_be_found() -> None:
    with pytest.raises(click.UsageError):
        understood(["serve", "--lisen", "x"])


def test_compose_names_nothing_that_it_does_not_have() -> None:
    for name, service in COMPOSE["services"].items():
        assert "image" in service, name
        assert set(service.get("depends_on", {})) <= set(COMPOSE["services"])
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert source.startswith("/") or source in COMPOSE["volumes"]
        if "env_file" in service:
            assert service["env_file"] in (FOLDER / "compose.yaml").read_text().partition("services:")[0]
    # Where a runner is, nobody comes in; what candidates reach holds no engine.
    assert "ports" not in COMPOSE["services"]["runner"]
    assert "docker.sock" not in str(COMPOSE["services"]["service"])


def test_manifests_belong_together_and_give_no_privilege() -> None:
    for one in MANIFESTS:
        assert {"apiVersion", "kind", "metadata", "spec"} <= set(one)
        spec = one["spec"]
        match one["kind"]:
            case "Deployment":
                assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"]
            case "Service":
                assert spec["selector"] in [pod["metadata"]["labels"] for pod in PODS.values()]
            case "HorizontalPodAutoscaler":
                assert spec["scaleTargetRef"]["name"] in PODS
                assert spec["minReplicas"] <= spec["maxReplicas"]
            case "NetworkPolicy":
                assert spec["podSelector"]["matchLabels"] in [
                    pod["metadata"]["labels"] for pod in PODS.values()
                ]
                assert spec["ingress"] == []
    for pod in PODS.values():
        (container,) = pod["spec"]["containers"]
        volumes = {one["name"] for one in pod["spec"]["volumes"]}
        assert {one["name"] for one in container["volumeMounts"]} <= volumes
        assert container["securityContext"]["allowPrivilegeEscalation"] is False
        assert "privileged" not in str(pod)
        assert "hostPath" not in str(pod)


def test_manifests_are_what_kubernetes_takes() -> None:
    checks = pytest.importorskip("kubernetes_validate", reason="pip install kubernetes-validate: 100 MB")
    for one in MANIFESTS:
        checks.validate(one, desired_version=checks.latest_version(), strict=True)
