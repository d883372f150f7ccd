"""Which sandbox `auto` is, where an engine answers; with an engine that does as told."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from grader.errors import InfrastructureError
from grader.exercises.environment import Environment
from grader.sandboxes import registry
from grader.sandboxes.docker import docker

NO_IMAGE = InfrastructureError("The base image can neither be found nor pulled.", code="no-base-image")


class Engine:
    """Stands for Docker; it has an image or none."""

    failure: InfrastructureError | None = None

    def __init__(self, runtime: str | None = None) -> None:
        pass

    def prepare(self, progress: Any, environment: Any = None) -> None:
        if self.failure:
            raise self.failure


@pytest.fixture(autouse=True)
def _an_engine_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "why_no_engine", str)
    monkeypatch.setattr(docker, "Docker", Engine)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")


def test_auto_is_docker_where_that_has_an_image() -> None:
    said: list[str] = []
    assert type(registry.choose("auto", announce=said.append)) is Engine
    assert said == []


def test_auto_steps_down_to_bubblewrap_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Engine, "failure", NO_IMAGE)
    said: list[str] = []
    assert registry.choose("auto", announce=said.append).describe().kind == "bubblewrap"
    assert len(said) == 1
    assert "bubblewrap" in said[0]


def test_whoever_has_no_bubblewrap_is_told_what_docker_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Engine, "failure", NO_IMAGE)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(InfrastructureError) as caught:
        registry.choose("auto")
    assert caught.value is NO_IMAGE


def test_what_only_docker_has_is_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Engine, "failure", NO_IMAGE)
    with pytest.raises(InfrastructureError) as caught:
        registry.choose("auto", environment=Environment(packages=("graphviz",)))
    assert caught.value is NO_IMAGE


def test_a_demanded_sandbox_is_that_one_or_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Engine, "failure", NO_IMAGE)
    assert type(registry.choose("docker")) is Engine
