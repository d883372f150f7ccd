"""What the candidate's code can reach: itself, and nothing of the host, the exercise or the network."""

from __future__ import annotations

import json
import os
import platform
import shutil
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from grader.environments import inside
from grader.machine.paths import package, shipped
from grader.sandboxes.base import SandboxProvider
from grader.sandboxes.bubblewrap import alone as bubblewrap
from grader.sandboxes.bubblewrap import layout, seccomp
from grader.sandboxes.registry import choose, for_many
from grader.selftest.walls import prove
from tests import real

from .conftest import Grade, Verdicts

LOOK = (shipped("selftests") / "walls" / "probe.py").read_text("utf-8")


def test_every_protection_that_doctor_tries_holds(sandbox: SandboxProvider) -> None:
    found = prove(sandbox)
    assert [(proof.sentence, proof.came) for proof in found if not proof.holds] == []
    assert {proof.kind for proof in found} == {
        "network", "rights", "system calls", "files", "surroundings", "limits",
    }  # fmt: skip


def without(name: str) -> bytes:
    """The filter of bubblewrap's sandbox, but it lets one system call through."""
    arch, refused, *others = seccomp._MACHINES[platform.machine()]
    fewer = {known: number for known, number in refused.items() if known != name}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(seccomp._MACHINES, platform.machine(), (arch, fewer, *others))
        return seccomp.program.__wrapped__()  # not the one that is kept


@pytest.mark.matrix  # all protections are tried for each
@pytest.mark.parametrize(
    ("gap", "sentence"),
    [
        pytest.param("call", "calls that open the kernel are refused", id="a system call"),
        pytest.param("folder", "no folder of this machine is seen", id="a folder of the host"),
        pytest.param("variable", "the environment holds nothing", id="a variable of the host"),
    ],
)
def test_a_gap_that_cannot_be_seen_before_is_found_by_trying(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, gap: str, sentence: str
) -> None:
    sandbox = real.sandbox_or_skip("bubblewrap")
    full, filter_with_a_hole = bubblewrap._arguments, without("keyctl")
    if gap == "call":
        monkeypatch.setattr(seccomp, "program", lambda: filter_with_a_hole)
    elif gap == "variable":
        monkeypatch.setitem(bubblewrap.ENVIRONMENT, "TOKEN", "5551")
    else:
        (tmp_path / "beside").touch()
        tmp_path.chmod(0o755)  # for root's sandboxes are somebody else's

        def more(*some: Any, **named: Any) -> list[str]:
            argv = full(*some, **named)
            place = argv.index("--remount-ro")
            return [*argv[:place], "--ro-bind", str(tmp_path), "/home", *argv[place:]]

        monkeypatch.setattr(bubblewrap, "_arguments", more)
    failing = [proof.sentence for proof in prove(sandbox) if not proof.holds]
    assert [found for found in failing if not found.startswith(sentence)] == []
    assert failing != []


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the numbers are those of x86-64")
def test_system_calls_that_open_the_kernel_are_refused(verdicts: Verdicts) -> None:
    # The number and the first arguments of calls that would otherwise be allowed to an unprivileged user, or
    # would fail in another way than with EPERM or ENOSYS.
    calls = {
        "unshare(NEWUSER)": (272, 0x10000000),
        "unshare(NEWNS)": (272, 0x00020000),
        "clone(NEWUSER)": (56, 0x10000000 | 17, 0, 0, 0, 0),
        "mount": (165, 0, 0, 0, 0, 0),
        "umount2": (166, 0, 0),
        "pivot_root": (155, 0, 0),
        "bpf": (321, 0, 0, 0),
        "keyctl": (250, 0, -3, 0),
        "add_key": (248, 0, 0, 0, 0, 0),
        "request_key": (249, 0, 0, 0, 0),
        "perf_event_open": (298, 0, 0, -1, -1, 0),
        "userfaultfd": (323, 0),
        "io_uring_setup": (425, 1, 0),
        "open_by_handle_at": (304, 0, 0, 0),
        "kexec_load": (246, 0, 0, 0, 0),
        "init_module": (175, 0, 0, 0),
        "setns": (308, 0, 0),
        "ptrace(ATTACH, 1)": (101, 16, 1, 0, 0),
        "process_vm_readv(1)": (310, 1, 0, 0, 0, 0, 0),
        "reboot": (169, 0, 0, 0, 0),
        "sethostname": (170, 0, 0),
        "swapon": (167, 0, 0),
        "settimeofday": (164, 0, 0),
        "fsopen": (430, 0, 0),
        "quotactl": (179, 0, 0, 0, 0),
    }  # fmt: skip
    suite = f"""
    from solution import refused

    def test_refused():
        assert [name for name, call in {calls!r}.items() if refused(*call) is not True] == []
    """
    assert verdicts(suite, LOOK) == {"test_refused": "passed"}


def test_nothing_of_the_host_is_in_the_environment(
    grade: Grade, sandbox_name: str, sandbox: SandboxProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_SECRET_OF_THE_HOST", "token-5551")
    monkeypatch.setenv("PYTHONSTARTUP", "/etc/hostname")
    # Docker's own command gives this to each container.
    proxies = {"default": {"httpProxy": "http://user:5551@proxy.example", "noProxy": "5551"}}
    (tmp_path / "config.json").write_text(json.dumps({"proxies": proxies}), "utf-8")
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    suite = """
    from solution import environment, environment_of_process_1

    def test_names():
        allowed = {"PATH", "HOME", "LANG", "PYTHONHASHSEED", "LD_LIBRARY_PATH", "HOSTNAME", "LC_CTYPE", "PWD"}
        assert set(environment()) <= allowed

    def test_values():
        assert environment()["HOME"] == "/tmp"
        assert b"5551" not in environment_of_process_1()
    """
    # Made with these variables; a zygote starts with the first sandbox that it is asked for.
    fresh = choose(sandbox_name) if sandbox_name in real.NAMES else sandbox
    report = grade(suite, LOOK, inside=fresh)
    assert [check.verdict.value for check in report.checks] == ["passed", "passed"]


def test_no_file_of_the_host_or_of_any_exercise_is_visible(verdicts: Verdicts, tmp_path: Path) -> None:
    (tmp_path / "beside").touch()
    paths = [
        str(tmp_path),
        str(Path(__file__).parent),
        str(shipped("exercises")),
        str(Path.home()),
        "/var/run/docker.sock",
    ]
    names = ["hidden", "test_tiny.py", "test_hidden.py", "exercise.toml", "submissions", "starter.py"]
    suite = f"""
    from solution import all_names, exists, listed

    def test_paths():
        assert [path for path in {paths!r} if exists(path + "/.") and listed(path)] == []

    def test_home_folders():
        assert listed("/root") == [] and listed("/home") == [] and listed("/mnt") == []

    def test_names():
        names = all_names()
        assert "passwd" in names
        assert [name for name in {names!r} if name in names] == []

    def test_only_what_the_worker_needs_of_the_grader():
        assert listed("/grade/grader") in (["wire"], ["__pycache__", "wire"])
    """
    found = verdicts(suite, LOOK)
    assert found == dict.fromkeys(found, "passed")


def test_the_suites_server_is_reached_only_where_the_exercise_asks_for_it(verdicts: Verdicts) -> None:
    source = """
    import urllib.request

    def f(url):
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.read().decode()
    """
    suite = """
    from solution import f

    def test_it(web):
        page = web.page()
        assert f(page.url) == page.body
        assert page.hits == 1
    """
    assert verdicts(suite, source, loopback="true") == {"test_it": "passed"}


def test_for_memory_the_kernel_would_sooner_kill_a_test_than_what_watches_it(verdicts: Verdicts) -> None:
    suite = """
    from solution import score

    def test_score():
        assert (score("self"), score("1")) == (1000, 0)
    """
    source = """
    def score(process):
        with open(f"/proc/{process}/oom_score_adj") as file:
            return int(file.read())
    """
    assert verdicts(suite, source) == {"test_score": "passed"}


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user's sandbox reads what that user reads")
@pytest.mark.parametrize("kind", ["bubblewrap", real.FORKED])
def test_what_only_root_may_read_is_there_for_roots_sandboxes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    real.sandbox_or_skip("bubblewrap")
    monkeypatch.setenv("GRADE_CACHE", str(real.cache(tmp_path)))
    strict = tmp_path / "strict"
    for name in ("sandbox", "wire"):
        shutil.copytree(shipped("sandbox") if name == "sandbox" else package("wire"), strict / name)
    for path in (strict, *strict.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    monkeypatch.setattr(layout, "shipped", strict.joinpath)
    monkeypatch.setattr(inside, "shipped", strict.joinpath)
    monkeypatch.setattr(inside, "package", strict.joinpath)
    layout.layout.cache_clear()
    try:
        with for_many("bubblewrap") if kind == real.FORKED else nullcontext(choose(kind)) as sandbox:
            suite = "from solution import f\ndef test_it():\n    assert f() == 7\n"
            exercise = real.tiny_exercise(tmp_path / "e", suite)
            report = real.graded(exercise, b"def f(): return 7", sandbox)
    finally:
        layout.layout.cache_clear()
    assert real.verdicts(report) == {"test_it": "passed"}


def test_what_honest_programs_use_works(verdicts: Verdicts) -> None:
    source = """
    import asyncio, fcntl, mmap, multiprocessing, os, pty, shutil, sqlite3, subprocess, sys, tempfile

    def double(number):
        return 2 * number

    def database():
        with sqlite3.connect("/tmp/it.db") as held:
            held.execute("pragma journal_mode = wal")
            held.execute("create table t (a)")
            held.execute("insert into t values (7)")
            return held.execute("select a from t").fetchone()[0]

    def copies():
        with open("/tmp/a", "wb") as file:
            file.write(b"x" * 100_000)
            fcntl.lockf(file, fcntl.LOCK_EX)
            os.fsync(file.fileno())
        shutil.copyfile("/tmp/a", "/tmp/b")
        with open("/tmp/a", "rb") as one, open("/tmp/c", "wb") as other:
            os.copy_file_range(one.fileno(), other.fileno(), 1000)
        os.makedirs("/tmp/from/deep")
        shutil.copytree("/tmp/from", "/tmp/to")
        return os.path.getsize("/tmp/b"), os.path.getsize("/tmp/c")

    def memory():
        held = mmap.mmap(-1, 1 << 22, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        for advice in (mmap.MADV_SEQUENTIAL, mmap.MADV_DONTNEED, mmap.MADV_FREE, mmap.MADV_WILLNEED):
            held.madvise(advice)
        with open("/tmp/m", "wb") as file:
            file.truncate(8192)
        with open("/tmp/m", "r+b") as file, mmap.mmap(file.fileno(), 0) as shared:
            shared[0] = 7
            shared.flush()
            return os.pread(file.fileno(), 1, 0), os.preadv(file.fileno(), [bytearray(4)], 0)

    def programs():
        quiet, program = subprocess.DEVNULL, [sys.executable, "-c", "print(6 * 7)"]
        ran = subprocess.run(program, stdin=quiet, stderr=quiet, stdout=-1, check=True)
        return ran.stdout.decode().strip()

    async def slept():
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(7)", stdout=-1)
        out, _ = await process.communicate()
        return out.decode().strip(), await asyncio.to_thread(double, 4)

    def terminal():
        ours, theirs = pty.openpty()
        os.write(theirs, b"x")
        return os.read(ours, 1)

    def f():
        with multiprocessing.Pool(2) as pool:
            doubled = pool.map(double, [1, 2, 3])
        with tempfile.TemporaryFile() as file:
            fcntl.fcntl(file, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
            file.write(b"x")
        with open("/dev/null", "w") as null, open("/dev/zero", "rb") as zero:
            null.write("x")
            zeros = zero.read(2)
        results = [doubled, database(), copies(), memory(), programs(), asyncio.run(slept())]
        return [*results, terminal(), zeros]
    """
    suite = """
    from solution import f

    def test_it():
        assert f() == [
            [2, 4, 6], 7, (100_000, 1000), (bytes([7]), 4), "42", ("7", 8), b"x", bytes(2),
        ]
    """
    assert verdicts(suite, source) == {"test_it": "passed"}
