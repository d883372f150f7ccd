"""Where an engine is looked for, in which order, and what is said where none is."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.errors import InfrastructureError
from grader.sandboxes import endpoints
from grader.sandboxes.docker.engine import connect
from grader.sandboxes.endpoints import Endpoint, Search, search

VARIABLES = ("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "CONTAINER_HOST", "XDG_RUNTIME_DIR")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which nothing is set, on a machine without an engine."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(endpoints, "USUAL", (str(tmp_path / "none.sock"),))
    return tmp_path


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[str]:
    """An address where somebody listens."""
    path = tmp_path / "engine.sock"
    with socket.socket(socket.AF_UNIX) as engine:
        engine.bind(str(path))
        engine.listen()
        yield f"unix://{path}"


def context(home: Path, name: str, host: str, *, current: bool = True) -> None:
    kept = home / ".docker" / "contexts" / "meta" / hashlib.sha256(name.encode()).hexdigest()
    kept.mkdir(parents=True)
    (kept / "meta.json").write_text(json.dumps({"Name": name, "Endpoints": {"docker": {"Host": host}}}))
    (home / ".docker" / "config.json").write_text(
        json.dumps({"currentContext": name if current else "default"})
    )


def test_docker_host_is_first_and_named(home: Path, listening: str, monkeypatch: pytest.MonkeyPatch) -> None:
    context(home, "other", "unix:///nowhere")
    monkeypatch.setenv("DOCKER_HOST", listening)
    assert search() == Search(Endpoint(listening, "DOCKER_HOST"))


def test_the_context_that_is_in_use_is_followed(home: Path, listening: str) -> None:
    context(home, "desk", listening)
    assert search() == Search(Endpoint(listening, "Docker's context 'desk'", "desk"))


def test_the_context_of_the_environment_is_followed(
    home: Path, listening: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    context(home, "desk", listening, current=False)
    monkeypatch.setenv("DOCKER_CONTEXT", "desk")
    assert search().endpoint == Endpoint(listening, "Docker's context 'desk', by DOCKER_CONTEXT", "desk")


def test_a_context_that_is_not_there_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_CONTEXT", "lost")
    assert search() == Search(None, f"there is no Docker context 'lost' in {home}/.docker")


@pytest.mark.parametrize("broken", ["", "[]", '{"currentContext": 3}', "{", '{"currentContext": ""}'])
def test_settings_that_are_none_stop_nobody(home: Path, broken: str) -> None:
    (home / ".docker").mkdir()
    (home / ".docker" / "config.json").write_text(broken)
    assert search().endpoint is None


@pytest.mark.parametrize("name", ["docker.sock", "podman/podman.sock"])
def test_sockets_of_engines_without_root_are_found(
    home: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home))
    path = home / name
    path.parent.mkdir(exist_ok=True)
    with socket.socket(socket.AF_UNIX) as engine:
        engine.bind(str(path))
        engine.listen()
        assert search() == Search(Endpoint(f"unix://{path}"))


def test_where_none_answers_all_that_was_tried_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere")
    assert search().reason == (
        f"no engine answers at unix://{home}/none.sock, unix:///nowhere/docker.sock, "
        f"unix://{home}/.docker/run/docker.sock, unix:///nowhere/podman/podman.sock, "
        "unix:///run/podman/podman.sock"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may use every socket")
def test_a_socket_of_somebody_else_is_named(listening: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(listening.removeprefix("unix://")).chmod(0)
    monkeypatch.setenv("DOCKER_HOST", listening)
    assert search().reason == f"this user may not use the engine's socket, {listening} (DOCKER_HOST)"


def test_an_engine_elsewhere_that_is_down_is_named_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:1")
    with pytest.raises(InfrastructureError) as caught:
        connect()
    assert str(caught.value) == (
        "The engine at tcp://127.0.0.1:1 (DOCKER_HOST) does not answer (Connection refused). "
        "Start it, or use --sandbox bubblewrap."
    )


@pytest.mark.parametrize("host", ["foo://bar", "garbage", "tcp://"])
def test_what_is_no_address_is_not_called_an_engine_that_is_down(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", host)
    with pytest.raises(InfrastructureError) as caught:
        connect()
    assert str(caught.value) == (
        f"Docker cannot be used: {host} (DOCKER_HOST) is no address of an engine, such as "
        "unix:///var/run/docker.sock. Mend that, or use --sandbox bubblewrap."
    )


def ssh(folder: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Puts a program in the place of ssh; what it is told is that of the real one."""
    (folder / "bin").mkdir()
    (folder / "bin" / "ssh").write_text(f"#!{sys.executable}\n{program}")
    (folder / "bin" / "ssh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")


def test_what_ssh_says_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ssh(home, monkeypatch, "import sys; sys.exit('me@far: Permission denied (publickey).')")
    monkeypatch.setenv("DOCKER_HOST", "ssh://me@far:2222")
    with pytest.raises(InfrastructureError) as caught:
        connect()
    assert str(caught.value) == (
        "Docker cannot be used: ssh does not reach ssh://me@far:2222 (DOCKER_HOST) "
        "(me@far: Permission denied (publickey)). Mend that, or use --sandbox bubblewrap."
    )


# Forwards one socket to another as `ssh -L` does, and writes down what it was called with.
FORWARDS = """\
import json, os, socket, sys, threading
here, there = sys.argv[sys.argv.index("-L") + 1].split(":")
open(os.path.join(os.path.dirname(__file__), "argv"), "w").write(json.dumps(sys.argv[1:]))
server = socket.socket(socket.AF_UNIX); server.bind(here); server.listen()
def copy(a, b):
    while data := a.recv(65536): b.sendall(data)
    b.shutdown(socket.SHUT_WR)
def serve():
    while True:
        one, other = server.accept()[0], socket.socket(socket.AF_UNIX)
        other.connect(there)
        for pair in ((one, other), (other, one)):
            threading.Thread(target=copy, args=pair, daemon=True).start()
threading.Thread(target=serve, daemon=True).start()
sys.stdin.read()
"""


def test_an_engine_behind_ssh_is_reached_by_a_socket(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not os.access("/var/run/docker.sock", os.R_OK | os.W_OK):
        pytest.skip("no engine here that this user may use")
    ssh(home, monkeypatch, FORWARDS)
    monkeypatch.setenv("DOCKER_HOST", "ssh://me@far:2222")
    program = (
        "from grader.sandboxes.docker.engine import connect; e = connect(); print(e.name, e.client.ping())"
    )
    done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "Docker True\n"
    argv = json.loads((home / "bin" / "argv").read_text())
    assert argv[argv.index("-L") + 1].endswith("/engine.sock:/var/run/docker.sock")
    assert argv[-7:] == ["-p", "2222", "-l", "me", "--", "far", "cat"]
