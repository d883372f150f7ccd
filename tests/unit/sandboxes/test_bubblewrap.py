"""bubblewrap's command line: everything apart, everything read-only, nothing of ours or the user's in it."""

from __future__ import annotations

import dataclasses
import itertools
import os
import sys
from pathlib import Path

import pytest

from grader.environments import install, ours, pythons
from grader.environments.installed import Target
from grader.machine.paths import package, shipped
from grader.sandboxes.base import Launch
from grader.sandboxes.bubblewrap import alone as bubblewrap
from grader.sandboxes.bubblewrap.stranger import Stranger

# How many values follow each option that we use.
VALUES = {
    "--ro-bind": 2, "--ro-bind-try": 2, "--symlink": 2, "--tmpfs": 1, "--size": 1, "--proc": 1, "--dev": 1,
    "--remount-ro": 1, "--chdir": 1, "--cap-drop": 1, "--cap-add": 1, "--userns": 1, "--userns2": 1,
    "--uid": 1, "--gid": 1, "--hostname": 1,
    "--unshare-user": 0, "--unshare-pid": 0, "--unshare-net": 0, "--unshare-ipc": 0,
    "--unshare-uts": 0, "--unshare-cgroup-try": 0, "--die-with-parent": 0, "--new-session": 0,
    "--as-pid-1": 0,
}  # fmt: skip


def options(argv: list[str]) -> list[tuple[str, ...]]:
    """The command line as options with their values; an option that is not in the table fails."""
    found = []
    left = list(argv)
    while left:
        count = VALUES[left[0]] + 1
        found.append(tuple(left[:count]))
        left = left[count:]
    return found


@pytest.fixture(scope="module", autouse=True)
def _libraries() -> None:
    """What the sandbox shows has to be there first."""
    for environment in ours.inside(None, testing=True).values():
        install.build(environment, Target(pythons.ours().minor), lambda text: None)


@pytest.fixture
def launch(tmp_path: Path) -> Launch:
    hidden = (str(package(".").resolve()), str(shipped("exercises")), str(tmp_path))
    return Launch(256 << 20, 64, hidden_paths=hidden, libraries=("pytest",), testing=True)


@pytest.fixture
def found(launch: Launch) -> list[tuple[str, ...]]:
    return options(bubblewrap._arguments(launch, Stranger()))


def test_the_command_is_the_one_that_was_found_and_ends_before_what_it_runs(
    launch: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bubblewrap, "executable", lambda: "/opt/bwrap")
    argv = bubblewrap._command(19, 17)
    place = argv.index("--")
    assert argv[:place] == ["/opt/bwrap", "--args", "19"]
    assert tuple(argv[place + 1 :]) == (*bubblewrap.COMMAND, "alone", "17")
    assert [*argv, *bubblewrap._arguments(launch, Stranger())].count("--") == 1


@pytest.mark.parametrize(
    "option",
    [
        ("--unshare-user",), ("--unshare-pid",), ("--unshare-net",), ("--unshare-ipc",), ("--unshare-uts",),
        ("--unshare-cgroup-try",), ("--die-with-parent",), ("--new-session",), ("--as-pid-1",),
        ("--cap-drop", "ALL"), ("--uid", "65534"), ("--gid", "65534"),
        ("--remount-ro", "/"), ("--remount-ro", "/dev"), ("--proc", "/proc"), ("--dev", "/dev"),
    ],
)  # fmt: skip
def test_what_keeps_the_candidate_inside_is_always_there(
    found: list[tuple[str, ...]], option: tuple[str, ...]
) -> None:
    assert option in found


def test_for_root_it_joins_what_was_made_for_it_and_makes_no_user_namespace_itself(launch: Launch) -> None:
    user = Stranger(("--userns", "5", "--userns2", "6"), (5, 6))
    found = options(bubblewrap._arguments(launch, user))
    assert found[:2] == [("--userns", "5"), ("--userns2", "6")]
    assert ("--unshare-user",) not in found


def test_only_what_the_worker_needs_to_complete_the_walls_is_added_to_no_capabilities(
    found: list[tuple[str, ...]],
) -> None:
    held = [option for option in found if option[0].startswith("--cap-")]
    added = ("CAP_SYS_ADMIN", "CAP_SETPCAP")
    assert held == [("--cap-drop", "ALL"), *(("--cap-add", name) for name in added)]


def test_nothing_of_the_host_is_bound_but_for_reading(found: list[tuple[str, ...]]) -> None:
    assert {option for option, *_ in found if "bind" in option} == {"--ro-bind", "--ro-bind-try"}


def test_only_two_folders_can_be_written_and_both_are_small(found: list[tuple[str, ...]]) -> None:
    sized = {
        place[1]: int(size[1])
        for size, place in itertools.pairwise(found)
        if size[0] == "--size" and place[0] == "--tmpfs"
    }
    assert set(sized) == {"/tmp", "/dev/shm"}
    assert max(sized.values()) <= 64 << 20
    # Every other tmpfs hides something, and lies within what the last option makes read-only or is bound.
    remounted = found.index(("--remount-ro", "/"))
    assert all(found.index(option) < remounted for option in found if option[0] == "--tmpfs")


def test_nothing_that_is_bound_lies_in_what_must_be_hidden(
    found: list[tuple[str, ...]], launch: Launch
) -> None:
    ours = {str(shipped("sandbox")), str(package("wire"))}
    for option, source, *_ in (held for held in found if "bind" in held[0]):
        inside = os.path.realpath(source)
        assert not any(inside == place for place in launch.hidden_paths), (option, source)
        if any(inside.startswith(place + "/") for place in launch.hidden_paths):
            assert any(inside == own or inside.startswith(own + "/") for own in ours), source


def test_nothing_that_is_bound_holds_what_must_be_hidden_unless_it_is_covered(
    found: list[tuple[str, ...]], launch: Launch
) -> None:
    covered = {option[1] for option in found if option[0] == "--tmpfs"}
    for _, source, target, *_ in (held for held in found if "bind" in held[0]):
        for place in launch.hidden_paths:
            if place.startswith(os.path.realpath(source) + "/"):
                inside = target + place[len(os.path.realpath(source)) :]
                assert any(inside == cover or inside.startswith(cover + "/") for cover in covered)


def test_whole_folders_of_the_user_or_the_system_are_never_bound(
    found: list[tuple[str, ...]],
) -> None:
    sources = {os.path.realpath(option[1]) for option in found if "bind" in option[0]}
    assert not sources & {
        "/",
        "/etc",
        "/home",
        "/root",
        "/var",
        "/run",
        "/opt",
        "/usr",
        "/srv",
        "/proc",
    }
    assert os.path.expanduser("~") not in sources
    assert not any("/.ssh" in source or "docker.sock" in source for source in sources)


def test_the_packages_beside_the_interpreter_are_covered(found: list[tuple[str, ...]]) -> None:
    covered = {option[1] for option in found if option[0] == "--tmpfs"}
    for option in (held for held in found if held[0] == "--ro-bind"):
        for name in ("site-packages", "dist-packages"):
            if os.path.isdir(os.path.join(option[1], name)) and option[1].startswith(sys.base_prefix):
                assert f"{option[2]}/{name}" in covered


def test_a_hidden_folder_within_the_systems_libraries_is_covered() -> None:
    place = "/usr/lib/some/exercises"
    if not os.path.isdir("/usr/lib") or os.path.islink("/usr/lib"):
        pytest.skip("this system keeps its libraries elsewhere")
    found = options(bubblewrap._arguments(Launch(1, 1, hidden_paths=(place,)), Stranger()))
    assert ("--tmpfs", place) in found
    assert found.index(("--tmpfs", place)) > found.index(("--ro-bind", "/usr/lib", "/usr/lib"))


def test_pytest_is_there_only_where_tests_are_handed_in(launch: Launch, found: list[tuple[str, ...]]) -> None:
    without = options(bubblewrap._arguments(dataclasses.replace(launch, testing=False), Stranger()))
    assert any(option[-1] == "/grade/testing" for option in found)
    assert not any(option[-1].startswith("/grade/testing") for option in without)


def test_the_worker_is_run_without_anything_of_the_host(found: list[tuple[str, ...]]) -> None:
    assert {"-I", "-S", "-B"} <= set(bubblewrap.COMMAND)
    targets = {option[2] for option in found if option[0] == "--ro-bind"}
    assert {
        "/grade/start.py",
        "/grade/worker",
        "/grade/grader/wire",
        bubblewrap.COMMAND[0],
    } <= targets
    assert set(bubblewrap.ENVIRONMENT) == {
        "PATH", "HOME", "LANG", "PYTHONHASHSEED", "LD_LIBRARY_PATH",
    }  # fmt: skip


def test_the_libraries_of_a_submission_come_without_the_rest(found: list[tuple[str, ...]]) -> None:
    (folder,) = (option[1] for option in found if option[0] == "--ro-bind" and option[2] == "/grade/lib")
    modules = {name for name in os.listdir(folder) if not name.endswith(".dist-info")} - {"__pycache__"}
    names = {name.removesuffix(".py") for name in modules if name[0] != "."}
    assert names == {
        "aiohappyeyeballs", "aiohttp", "aiosignal", "anyio", "attr", "attrs", "certifi", "frozenlist", "h11",
        "httpcore", "httpx", "idna", "multidict", "propcache", "typing_extensions", "yarl",
    }  # fmt: skip
    assert not names & {"pytest", "_pytest", "pluggy", "docker", "grader"}
