"""Whose doing the end of a container was: what the engine knows of it, and what follows."""

from __future__ import annotations

import socket
from types import SimpleNamespace
from typing import Any

import docker.errors
import pytest
import requests.exceptions

from grader.sandboxes.base import SandboxEnd
from grader.sandboxes.docker.docker import DockerSandbox


class Engine:
    """Answers what an engine would, or raises it."""

    def __init__(self, state: Any, stream: socket.socket) -> None:
        self._state = state
        self._stream = stream

    def attach_socket(self, identifier: str, params: Any) -> socket.socket:
        return self._stream

    def wait(self, identifier: str, timeout: float) -> Any:
        return self._answer()

    def inspect_container(self, identifier: str) -> Any:
        return {"State": self._answer()}

    def _answer(self) -> Any:
        if isinstance(self._state, Exception):
            raise self._state
        return self._state


ENDED = {"Running": False, "OOMKilled": False}
ENDINGS: dict[str, tuple[Any, bool, SandboxEnd]] = {
    # what the engine says, whether the stream has ended, whose doing it was
    "killed": (ENDED | {"ExitCode": 137}, True, SandboxEnd.KILLED_FROM_OUTSIDE),
    "out of memory": (ENDED | {"ExitCode": 137, "OOMKilled": True}, True, SandboxEnd.OUT_OF_MEMORY),
    "removed": (docker.errors.NotFound("no such container"), True, SandboxEnd.KILLED_FROM_OUTSIDE),
    "its input was closed": (ENDED | {"ExitCode": 0}, True, SandboxEnd.LOST),
    "ended while the engine was away": (ENDED | {"ExitCode": 255}, True, SandboxEnd.LOST),
    "the engine is gone": (requests.exceptions.ConnectionError("refused"), True, SandboxEnd.LOST),
    "the engine is silent": (requests.exceptions.ReadTimeout("60 s"), False, SandboxEnd.LOST),
    "runs, but the connection is gone": ({"Running": True, "ExitCode": 0}, True, SandboxEnd.LOST),
    "runs, and does not answer": ({"Running": True, "ExitCode": 0}, False, SandboxEnd.ENDED),
    "the worker broke": (ENDED | {"ExitCode": 1}, True, SandboxEnd.ENDED),
    "the worker was interrupted": (ENDED | {"ExitCode": 130}, True, SandboxEnd.ENDED),
}


@pytest.mark.parametrize("name", ENDINGS)
def test_only_what_can_be_done_inside_is_the_candidates_doing(name: str) -> None:
    said, at_end, reason = ENDINGS[name]
    ours, engines = socket.socketpair()
    box = DockerSandbox(SimpleNamespace(api=Engine(said, ours)), "some container")  # type: ignore[arg-type]
    with box.stream, engines:
        if at_end:
            engines.close()
        assert box.ending().reason is reason
