"""`grade doctor --prove`: each protection is tried, and one that does not hold has an exit code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.cli import machine
from grader.errors import ExitCode
from grader.selftest.walls import Proof
from tests import real

from .conftest import Grade, one_sentence


@pytest.mark.matrix
def test_every_line_is_a_protection_and_all_hold(run: Grade, bubblewrap: None) -> None:
    done = run("doctor", "--prove", "--sandbox", "bubblewrap")
    assert (done.code, done.err) == (0, "")
    alone, in_a_batch = done.out.split("bubblewrap, as a batch has it:\n")
    first, *lines, last = alone.splitlines()
    assert first == "bubblewrap:"
    assert len(lines) > 20
    assert [line for line in lines if not re.fullmatch(r"  ok  [a-z ]{12}  \S.*", line)] == []
    assert last == f"  {len(lines)} of {len(lines)} protections hold."
    assert in_a_batch.splitlines() == [*lines, last]


@pytest.mark.matrix  # the contract's tests try the same protections one by one
def test_docker_is_proved_too(run: Grade) -> None:
    real.sandbox_or_skip("docker")
    done = run("doctor", "--prove", "--sandbox", "docker")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("docker:\n")


def test_a_sandbox_that_is_asked_for_and_not_here_cannot_be_proved(run: Grade, here: Path) -> None:
    dead = {"DOCKER_HOST": f"unix://{here}/nonexistent.sock"}
    done = run("doctor", "--prove", "--sandbox", "docker", env=dead)
    assert done.code == 3
    one_sentence(done)


def test_what_does_not_hold_is_named_with_what_came(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real.sandbox_or_skip("bubblewrap")
    proofs = (Proof("files", "nothing can be written", holds=False, came="failed: assert 1 == 2"),)
    monkeypatch.setattr("grader.selftest.walls.prove", lambda sandbox: proofs)
    assert machine._prove("bubblewrap") is ExitCode.INFRASTRUCTURE
    found = (
        "  NO  files         nothing can be written\n"
        "                    but: failed: assert 1 == 2\n"
        "  0 of 1 protections hold.\n"
    )
    told = f"bubblewrap:\n{found}bubblewrap, as a batch has it:\n{found}"
    assert capsys.readouterr().out == told
