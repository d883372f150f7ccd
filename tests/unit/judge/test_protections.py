"""What the worker says of its protections: understood exactly or not at all, held against what must be."""

from __future__ import annotations

import pytest

from grader.judge.talk.protections import missing, protections
from grader.judge.talk.trouble import SandboxLost
from grader.report import Keeper
from grader.sandboxes.base import BOUNDS, WALLS
from grader.wire.messages import Ready

CLOSED = {**dict.fromkeys(WALLS, "kernel"), **dict.fromkeys(BOUNDS, "watched")}


def said(**changed: object) -> Ready:
    return Ready("3.11.7", None, None, CLOSED | changed)  # type: ignore[arg-type]


def test_a_full_account_is_understood() -> None:
    held = protections(said(memory="kernel"))
    assert {held[name] for name in WALLS} == {Keeper.KERNEL}
    assert (held["memory"], held["processes"]) == (Keeper.KERNEL, Keeper.WATCHED)


@pytest.mark.parametrize(
    "account",
    [
        pytest.param({}, id="none"),
        pytest.param({name: held for name, held in CLOSED.items() if name != "user"}, id="one left out"),
        pytest.param(CLOSED | {"magic": "kernel"}, id="one too many"),
        pytest.param(CLOSED | {"seccomp": "yes"}, id="another word"),
        pytest.param(CLOSED | {"seccomp": True}, id="no word"),
        pytest.param(CLOSED | {"seccomp": ["kernel"]}, id="a list"),
    ],
)
def test_any_other_account_is_none(account: dict[str, str]) -> None:
    with pytest.raises(SandboxLost):
        protections(Ready("3.11.7", None, None, account))


@pytest.mark.parametrize("name", WALLS)
@pytest.mark.parametrize("keeper", ["off", "watched"])
def test_only_the_kernel_makes_a_wall(name: str, keeper: str) -> None:
    assert missing(protections(said(**{name: keeper})), WALLS) == [name]


def test_only_what_is_demanded_can_be_missing() -> None:
    held = protections(said(seccomp="off"))
    assert missing(held, [name for name in WALLS if name != "seccomp"]) == []
