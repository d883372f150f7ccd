"""The supervisor's own filters for system calls, run by an interpreter of our own and by the kernel."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from worker import filters

ALLOW, TELL, REFUSE = 0x7FFF0000, 0x7FC00000, 0x00050001
ROOT = Path(__file__).resolve().parents[3]
I386 = 0x40000003
SIGCHLD, SIGUSR1 = 17, 10
SOMEWHERE = 0x7F0000001000


def run(program: bytes, arch: int, number: int, *arguments: int) -> int:
    """What the filter returns for a call: a classic BPF interpreter over `seccomp_data`."""
    data = struct.pack("<IIQ6Q", number, arch, 0, *arguments, *[0] * (6 - len(arguments)))
    steps = list(struct.iter_unpack("=HBBI", program))
    place = accumulator = 0
    while True:
        code, if_true, if_false, constant = steps[place]
        place += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, constant)
        elif code == 0x06:
            return constant
        else:
            holds = {0x15: accumulator == constant, 0x35: accumulator >= constant}[code]
            place += if_true if holds else if_false


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param((SIGCHLD, SOMEWHERE), TELL, id="an action"),
        pytest.param((SIGCHLD, 1 << 32), TELL, id="an action at a round address"),
        pytest.param((SIGCHLD, 8), TELL, id="an action at a low address"),
        pytest.param((SIGCHLD | 5 << 32, SOMEWHERE), TELL, id="the kernel looks at the lower half only"),
        pytest.param((SIGCHLD, 0, SOMEWHERE), ALLOW, id="a question"),
        pytest.param((SIGUSR1, SOMEWHERE), ALLOW, id="another signal"),
    ],
)
def test_who_gives_an_action_for_the_end_of_children_is_told_of(
    machine: str, arguments: tuple[int, ...], expected: int
) -> None:
    arch, _, sigaction, *_ = filters._MACHINES[machine]
    program = filters.telling(arch, sigaction)
    assert run(program, arch, sigaction, *arguments) == expected
    assert run(program, arch, sigaction + 1, *arguments) == ALLOW


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_other_processors_and_files_without_a_name_are_refused(machine: str) -> None:
    arch, _, _, *refused = filters._MACHINES[machine]
    program = filters.refusing(arch, *refused)
    assert {run(program, arch, number) for number in refused} == {REFUSE}
    assert {run(program, arch, number) for number in range(500)} == {REFUSE, ALLOW}
    assert [number for number in range(500) if run(program, arch, number) == REFUSE] == sorted(refused)


def test_calls_of_another_architecture_pass_neither() -> None:
    arch, _, sigaction, *refused = filters._MACHINES["x86_64"]
    for program in (filters.telling(arch, sigaction), filters.refusing(arch, *refused)):
        assert run(program, I386, sigaction) == REFUSE
        assert run(program, arch, 0x40000000 | 512) == REFUSE


IN_ANOTHER = f"""
import os, signal, sys
sys.path += [{str(ROOT / "sandbox")!r}, {str(ROOT)!r}]
from worker import filters, kernel
kernel.prctl(38, 1)  # no new privileges
"""


def test_the_kernel_tells_and_then_lets_it_go_on() -> None:
    code = """
import select
listener = filters.listen()
if listener is None:
    raise SystemExit(77)
pid = os.fork()
if pid == 0:
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    assert signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL
    print("before", flush=True)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("after", flush=True)
    os._exit(filters.listen() is not None)  # there is one already
poll = select.poll()
poll.register(listener, select.POLLIN)
assert poll.poll(60_000)
print("told", flush=True)
assert filters.let_go_on(listener) is True
raise SystemExit(os.waitpid(pid, 0)[1])
"""
    done = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER + code], capture_output=True, text=True, timeout=120
    )
    if done.returncode == 77:
        pytest.skip("this kernel has no listeners")
    assert (done.stdout.split(), done.returncode) == (["before", "told", "after"], 0), done.stderr


def test_who_is_kept_stays_where_it_is() -> None:
    code = """
filters.keep()
for refused in (lambda: os.sched_setaffinity(0, os.sched_getaffinity(0)), lambda: os.memfd_create("x")):
    try:
        refused()
    except PermissionError:
        print("refused")
raise SystemExit(os.system("true"))
"""
    done = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER + code], capture_output=True, text=True, timeout=120
    )
    assert (done.stdout.split(), done.returncode) == (["refused"] * 2, 0), done.stderr


def test_a_caller_that_was_killed_meanwhile_is_nothing_to_us() -> None:
    read, write = os.pipe()
    assert filters.let_go_on(read) is False  # no listener at all says the same as one whose caller is gone
    os.close(read)
    os.close(write)
