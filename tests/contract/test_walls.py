"""What the candidate's code can reach: itself, and nothing of the host, the exercise or the network."""

import os
import platform
import socket
from pathlib import Path

import pytest

from grader.places import shipped

from .conftest import Grade, Verdicts

LOOK = """
import ctypes
import os
import socket

def status():
    with open("/proc/self/status") as file:
        return dict(line.rstrip("\\n").split(":\\t", 1) for line in file if ":\\t" in line)

def users():
    return [*os.getresuid(), *os.getresgid(), *os.getgroups()]

def environment():
    return dict(os.environ)

def environment_of_process_1():
    try:
        with open("/proc/1/environ", "rb") as file:
            return file.read()
    except OSError:
        return b""

def listed(folder):
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []

def exists(path):
    return os.path.lexists(path)

def all_names():
    names = set()
    for folder, folders, files in os.walk("/"):
        if folder == "/":
            folders[:] = [name for name in folders if name not in ("proc", "sys")]
        names.update(folders, files)
    return sorted(names)

def writable():
    found = []
    for folder, folders, files in os.walk("/"):
        if folder == "/":
            folders.remove("proc")
        try:
            with open(folder + "/probe", "x"):
                found.append(folder)
        except OSError:
            pass
    return sorted(found)

def sizes(folder):
    held = os.statvfs(folder)
    return held.f_blocks * held.f_frsize

def descriptors():
    return {int(name): os.readlink("/proc/self/fd/" + name) for name in os.listdir("/proc/self/fd")
            if os.path.lexists("/proc/self/fd/" + name)}

def processes():
    return sorted(int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid())

def connected(family, kind, address):
    with socket.socket(family, kind) as sock:
        sock.settimeout(5)
        try:
            sock.connect(tuple(address) if type(address) is tuple else address)
            sock.send(b"x")
            return True
        except OSError:
            return False

def resolved(name):
    try:
        return socket.gethostbyname(name)
    except OSError:
        return ""

def refused(number, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.syscall(number, *arguments) == -1 and ctypes.get_errno() in (1, 38)

def set_uid():
    for user in (0, 1):
        try:
            os.setuid(user)
            return True
        except OSError:
            pass
    return False

def f(): return 7
"""


def test_the_code_runs_without_any_privilege(verdicts: Verdicts) -> None:
    suite = """
    from solution import set_uid, status, users

    def test_users():
        assert users() and 0 not in users()

    def test_no_capabilities_and_none_to_be_had():
        held = status()
        for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
            assert held[name] == "0" * 16, name

    def test_no_new_privileges_and_a_filter():
        assert (status()["NoNewPrivs"], status()["Seccomp"]) == ("1", "2")

    def test_no_other_user():
        assert set_uid() is False
    """
    found = verdicts(suite, LOOK)
    assert found == dict.fromkeys(found, "passed")


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


def test_nothing_of_the_host_is_in_the_environment(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET_OF_THE_HOST", "token-5551")
    monkeypatch.setenv("PYTHONSTARTUP", "/etc/hostname")
    suite = """
    from solution import environment, environment_of_process_1

    def test_names():
        allowed = {"PATH", "HOME", "LANG", "PYTHONHASHSEED", "LD_LIBRARY_PATH", "HOSTNAME", "LC_CTYPE", "PWD"}
        assert set(environment()) <= allowed

    def test_values():
        assert environment()["HOME"] == "/tmp"
        assert b"5551" not in environment_of_process_1()
    """
    report = grade(suite, LOOK)
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


def test_only_two_small_folders_can_be_written(verdicts: Verdicts) -> None:
    suite = """
    from solution import sizes, writable

    def test_writable():
        assert set(writable()) - {"/dev/mqueue"} == {"/tmp", "/dev/shm"}

    def test_small():
        assert 0 < sizes("/tmp") <= 64 << 20
        assert 0 < sizes("/dev/shm") <= 64 << 20
    """
    assert verdicts(suite, LOOK) == {"test_writable": "passed", "test_small": "passed"}


def test_no_descriptor_and_no_process_of_another_is_in_reach(verdicts: Verdicts) -> None:
    suite = """
    from solution import descriptors, processes

    def test_descriptors():
        held = descriptors()
        assert sorted(held)[:4] == [0, 1, 2, 3] and len(held) == 4
        assert held[0] == "/dev/null"
        assert held[3].startswith("socket:")

    def test_processes():
        assert processes() == [1]
    """
    assert verdicts(suite, LOOK) == {"test_descriptors": "passed", "test_processes": "passed"}


def test_there_is_no_network(verdicts: Verdicts) -> None:
    with socket.create_server(("0.0.0.0", 0)) as server, socket.socket(socket.AF_UNIX) as abstract:
        name = f"\0grade-test-{os.getpid()}"
        abstract.bind(name)
        abstract.listen()
        port = server.getsockname()[1]
        ours = {"127.0.0.1", "172.17.0.1", socket.gethostname()}
        suite = f"""
        import socket

        from solution import connected, f, resolved

        def test_far():
            for address in (("8.8.8.8", 53), ("1.1.1.1", 443), ("169.254.169.254", 80)):
                assert connected(socket.AF_INET.value, socket.SOCK_STREAM.value, address) is False
                assert connected(socket.AF_INET.value, socket.SOCK_DGRAM.value, address) is False
            far = ("2001:4860:4860::8888", 53)
            assert connected(socket.AF_INET6.value, socket.SOCK_STREAM.value, far) is False

        def test_host():
            for host in {sorted(ours)!r}:
                assert connected(socket.AF_INET.value, socket.SOCK_STREAM.value, (host, {port})) is False
            assert connected(socket.AF_UNIX.value, socket.SOCK_STREAM.value, {name!r}) is False

        def test_names():
            assert resolved("example.com") == ""
            assert resolved({socket.gethostname()!r}) in ("", "127.0.0.1")
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
