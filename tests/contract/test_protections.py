"""Each sandbox tells what protects the host, and one with a gap is refused before the file is loaded."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from grader.errors import InfrastructureError
from grader.grading.order import Watcher
from grader.report import Check, Keeper
from grader.sandboxes.base import BOUNDS, WALLS, Launch, SandboxProvider
from grader.sandboxes.bubblewrap import alone as bubblewrap
from grader.sandboxes.bubblewrap import cgroup, seccomp, stranger
from grader.sandboxes.registry import choose, for_many
from tests import real

from .conftest import Grade

SUITE = """
from solution import f

def test_it():
    assert f() == 7
"""
SOURCE = "def f(): return 7"


def test_all_walls_stand_and_the_report_says_so(grade: Grade, sandbox: SandboxProvider) -> None:
    report = grade(SUITE, SOURCE)
    assert report.sandbox is not None
    held = report.sandbox.protections
    assert {name: held[name] for name in WALLS} == dict.fromkeys(WALLS, Keeper.KERNEL)
    bounds = {held[name] for name in BOUNDS}
    if report.sandbox.kind == "bubblewrap":
        group = cgroup.make(1 << 30, 99)
        expected = Keeper.KERNEL if group else Keeper.WATCHED
        if group:
            group.close()
        assert bounds == {expected}
    else:
        assert bounds <= {Keeper.KERNEL, Keeper.WATCHED}


def test_without_a_control_group_bubblewrap_is_said_to_be_watched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = real.sandbox_or_skip("bubblewrap")
    monkeypatch.setattr(cgroup, "make", lambda memory_bytes, processes: None)
    report = real.graded(real.tiny_exercise(tmp_path / "e", SUITE), SOURCE.encode(), sandbox)
    assert report.sandbox is not None
    assert {report.sandbox.protections[name] for name in BOUNDS} == {Keeper.WATCHED}


def without(*words: str) -> Callable[[list[str]], list[str]]:
    """Takes these words, which stand beside each other, out of a command line."""

    def edit(argv: list[str]) -> list[str]:
        count = len(words)
        places = [at for at in range(len(argv)) if tuple(argv[at : at + count]) == words]
        assert places, words
        return argv[: places[-1]] + argv[places[-1] + count :]

    return edit


def left_to_be_written(argv: list[str]) -> list[str]:
    """Neither bubblewrap nor the worker makes the root read-only."""
    return without("--cap-add", "CAP_SYS_ADMIN")(without("--remount-ro", "/")(argv))


def with_a_folder(argv: list[str]) -> list[str]:
    """One of the host's that anybody may write, where the worker does not make it read-only."""
    place = argv.index("--remount-ro")
    return without("--cap-add", "CAP_SYS_ADMIN")([*argv[:place], "--bind", "/tmp", "/srv", *argv[place:]])


def as_root(argv: list[str]) -> list[str]:
    place = argv.index("--uid") + 1
    return [*argv[:place], "0", *argv[place + 1 :]]


@pytest.mark.parametrize(
    ("edit", "gap"),
    [
        pytest.param(without("--unshare-net"), "network", id="network"),
        pytest.param(without("--cap-add", "CAP_SYS_ADMIN"), "devices", id="devices"),
        pytest.param(without("--cap-add", "CAP_SETPCAP"), "capabilities", id="capabilities"),
        pytest.param(left_to_be_written, "root", id="root"),
        pytest.param(with_a_folder, "mounts", id="mounts"),
    ],
)
def test_bubblewrap_with_a_gap_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edit: Callable[[list[str]], list[str]], gap: str
) -> None:
    sandbox = real.sandbox_or_skip("bubblewrap")
    full = bubblewrap._arguments
    monkeypatch.setattr(bubblewrap, "_arguments", lambda *some, **more: edit(full(*some, **more)))
    refused(tmp_path, sandbox, gap)


def test_bubblewrap_without_our_filter_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox = real.sandbox_or_skip("bubblewrap")
    allow_everything = (0x06, 0, 0, 0x7FFF0000)
    monkeypatch.setattr(seccomp, "program", lambda: struct.pack("=HBBI", *allow_everything))
    refused(tmp_path, sandbox, "seccomp")


def test_a_sandbox_in_which_the_candidate_would_be_root_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = real.sandbox_or_skip("bubblewrap")
    full = bubblewrap._arguments
    monkeypatch.setattr(stranger, "_free_number", lambda: None)
    monkeypatch.setattr(bubblewrap, "_arguments", lambda *some, **more: as_root(full(*some, **more)))
    refused(tmp_path, sandbox, "user")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can have a sandbox in which the candidate is root")
@pytest.mark.parametrize("kind", ["bubblewrap", real.FORKED])
def test_a_sandbox_whose_candidate_is_root_to_the_kernel_is_refused_whatever_its_number_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    real.sandbox_or_skip("bubblewrap")
    monkeypatch.setattr(stranger, "_free_number", lambda: None)
    with for_many("bubblewrap") if kind == real.FORKED else nullcontext(choose(kind)) as sandbox:
        refused(tmp_path, sandbox, "user")


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        pytest.param({"SecurityOpt": ["no-new-privileges", "seccomp=unconfined"]}, "seccomp", id="seccomp"),
        pytest.param({"ReadonlyRootfs": False}, "root", id="root"),
        pytest.param({"CapDrop": []}, "capabilities", id="capabilities"),
        pytest.param({"Binds": ["{tmp}:/srv"]}, "mounts", id="mounts"),
        pytest.param({"Binds": ["{tmp}:/run/docker.sock:ro"]}, "engine", id="engine"),
    ],
)
def test_docker_with_a_gap_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], gap: str
) -> None:
    sandbox = real.sandbox_or_skip("docker")
    from grader.sandboxes.docker.docker import Docker

    full = Docker._host_config
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)

    def weaker(self: Docker, launch: Launch) -> Any:
        changed = {
            name: [word.replace("{tmp}", str(shared)) for word in value] if name == "Binds" else value
            for name, value in change.items()
        }
        return full(self, launch) | changed

    monkeypatch.setattr(Docker, "_host_config", weaker)
    refused(tmp_path, sandbox, gap)


def refused(folder: Path, sandbox: SandboxProvider, gap: str) -> None:
    """Nothing is graded, and the file, which would call us where it can, is never loaded."""
    checks: list[Check] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        source = f"import socket\nsocket.create_connection(('127.0.0.1', {server.getsockname()[1]}))\n"
        with pytest.raises(InfrastructureError) as caught:
            real.graded(
                real.tiny_exercise(folder / "exercise", SUITE), (source + SOURCE).encode(), sandbox,
                watcher=Watcher(on_check=checks.append),
            )  # fmt: skip
        with contextlib.suppress(BlockingIOError):
            pytest.fail(f"the file was loaded: {server.accept()}")
    assert caught.value.code == "sandbox-not-closed"
    assert WALLS[gap] in caught.value.message
    assert checks == []
