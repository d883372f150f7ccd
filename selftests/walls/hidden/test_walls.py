"""Tries each protection of a sandbox from inside. A title says what was tried and what must have come of it.

Where a limit must end the process, the hint is how that is to be said; to end otherwise, or to go on, proves
nothing.
"""

import os
import socket
from pathlib import Path

import pytest
from solution import (
    all_names,
    cached,
    changed,
    connected,
    crowd,
    descriptors,
    eat,
    environment,
    environment_of_process_1,
    exists,
    fill,
    held_up,
    listed,
    machine,
    of_root,
    opened,
    process_1_is_reached,
    process_1_is_written,
    processes,
    processors,
    refused,
    remounted,
    resolved,
    set_user,
    share,
    shout,
    size,
    sleep,
    spin,
    spin_in_programs,
    spin_unseen,
    status,
    users,
    writable,
)

from grader.machine.paths import package, shipped
from grader.sandboxes.bubblewrap.seccomp import numbers

TCP, UDP, RAW = socket.SOCK_STREAM.value, socket.SOCK_DGRAM.value, socket.SOCK_RAW.value
IPV4, IPV6, UNIX = socket.AF_INET.value, socket.AF_INET6.value, socket.AF_UNIX.value
# NETLINK, PACKET, KEY, RDS, CAN, TIPC, BLUETOOTH, ALG, VSOCK, QIPCRTR, SMC, XDP
FAMILIES = (16, 17, 15, 21, 29, 30, 31, 38, 40, 42, 43, 44)
NEW_USER, NEW_MOUNTS, NEW_NETWORK, ENDS_WITH_SIGNAL = 0x10000000, 0x00020000, 0x40000000, 17
CLONE = {"x86_64": 56, "aarch64": 220}
CLONE3, TRACE_ATTACH = 435, 16


@pytest.mark.group("network")
class TestNetwork:
    def test_far(self):
        """connections by TCP and UDP to addresses outside lead nowhere"""
        for address in (("8.8.8.8", 53), ("1.1.1.1", 443), ("169.254.169.254", 80)):
            assert connected(IPV4, TCP, address) is False
            assert connected(IPV4, UDP, address) is False
        assert connected(IPV6, TCP, ("2001:4860:4860::8888", 53)) is False

    def test_host(self):
        """a server on this machine is not reached at any of its addresses"""
        with socket.create_server(("0.0.0.0", 0)) as server:
            port = server.getsockname()[1]
            for host in ("127.0.0.1", "172.17.0.1", "10.0.2.2", socket.gethostname()):
                assert connected(IPV4, TCP, (host, port)) is False

    def test_abstract(self):
        """an abstract Unix socket of this machine is not reached"""
        name = f"\0grade-proof-{os.getpid()}"
        with socket.socket(socket.AF_UNIX) as abstract:
            abstract.bind(name)
            abstract.listen()
            assert connected(UNIX, TCP, name) is False

    def test_names(self):
        """no name is resolved"""
        assert resolved("example.com") == ""
        assert resolved(socket.gethostname()) in ("", "127.0.0.1")

    def test_raw(self):
        """raw sockets and sockets of any family but Unix and IP are refused"""
        assert opened(IPV4, RAW) is False
        assert opened(IPV6, RAW) is False
        kinds = (TCP, UDP, RAW, socket.SOCK_SEQPACKET.value)
        assert [family for family in FAMILIES for kind in kinds if opened(family, kind) is not False] == []


@pytest.mark.group("rights")
class TestRights:
    def test_users(self):
        """it is not root, and becomes no other user"""
        assert users() and 0 not in users()
        assert set_user() is False

    def test_capabilities(self):
        """it has no capabilities, and none are to be had"""
        held = status()
        for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
            assert held[name] == "0" * 16, name

    def test_filter(self):
        """no program gives new privileges, and a filter for system calls is in place"""
        held = status()
        assert (held["NoNewPrivs"], held["Seccomp"]) == ("1", "2")


@pytest.mark.group("system calls")
class TestSystemCalls:
    def test_refused(self):
        """calls that open the kernel are refused: mount, bpf, ptrace, io_uring, modules and their like"""
        calls = numbers(machine())
        assert len(calls) > 50
        assert [name for name, number in calls.items() if refused(number) is not True] == []

    def test_namespaces(self):
        """new namespaces are refused, however they are asked for"""
        name = machine()
        calls = [(numbers(name)["unshare"], flag) for flag in (NEW_USER, NEW_MOUNTS, NEW_NETWORK)]
        calls += [(CLONE[name], NEW_USER | ENDS_WITH_SIGNAL), (CLONE3, 0, 0)]
        assert [call for call in calls if refused(*call) is not True] == []

    def test_process_1(self):
        """process 1 can neither be traced, read, killed nor stopped"""
        calls = numbers(machine())
        assert refused(calls["ptrace"], TRACE_ATTACH, 1) is True
        assert refused(calls["process_vm_readv"], 1) is True
        assert process_1_is_reached() == []
        assert processes() == [1]

    def test_writing_to_process_1(self):
        """no file of process 1 can be written"""
        assert process_1_is_written() == []


@pytest.mark.group("files")
class TestFiles:
    def test_writable(self):
        """of all folders only the scratch space can be written"""
        assert set(writable()) - {"/dev/mqueue"} == {"/tmp", "/dev/shm"}

    def test_changed(self):
        """of nothing but the scratch space can mode, times, owner or attributes be set, devices included"""
        assert changed() == []

    def test_held_up(self):
        """no file that others open can be leased, watched or given a hint"""
        assert held_up() == []

    def test_cached(self):
        """it cannot see what the kernel holds of a file in memory, nor make it forget any"""
        assert cached() == []

    def test_of_root(self):
        """nothing can be read that is root's or process 1's alone"""
        assert of_root() == []

    def test_remount(self):
        """nothing can be mounted anew to be written"""
        assert [
            path for path in ("/", "/etc", "/usr", "/grade", "/proc") if remounted(path) is not False
        ] == []

    def test_scratch(self):
        """the scratch space is full when it has taken what it may hold"""
        held = size("/tmp")
        assert 0 < held <= 64 << 20
        assert 0 < size("/dev/shm") <= 64 << 20
        assert 0 < fill() <= held

    def test_host(self):
        """no folder of this machine is seen: neither home folders nor the grader nor the exercises"""
        paths = [package("."), shipped("exercises"), shipped("selftests"), Path(__file__).parent, Path.home()]
        for path in paths:
            if path != Path("/"):
                assert not (exists(f"{path}/.") and listed(str(path))), path
        assert [listed(path) for path in ("/root", "/home", "/mnt", "/srv")] == [[], [], [], []]
        assert listed("/grade/grader") in (["wire"], ["__pycache__", "wire"])

    def test_names(self):
        """no file has the name of a suite, a manifest or a submission"""
        names = all_names()
        assert "passwd" in names
        ours = ("hidden", Path(__file__).name, "test_hidden.py", "exercise.toml", "submissions", "starter.py")
        assert [name for name in ours if name in names] == []

    def test_engine(self):
        """no engine's socket is there"""
        for folder in ("/var/run", "/run"):
            for name in ("docker.sock", "podman/podman.sock", "containerd/containerd.sock", "crio/crio.sock"):
                assert exists(f"{folder}/{name}") is False


@pytest.mark.group("surroundings")
class TestSurroundings:
    def test_environment(self):
        """the environment holds nothing of this machine's"""
        allowed = {"PATH", "HOME", "LANG", "PYTHONHASHSEED", "LD_LIBRARY_PATH", "HOSTNAME", "LC_CTYPE", "PWD"}
        assert set(environment()) <= allowed
        assert environment()["HOME"] == "/tmp"
        assert environment_of_process_1() == b""

    def test_processes(self):
        """no process but its own and process 1 is seen"""
        assert processes() == [1]

    def test_descriptors(self):
        """no file is open but the three standard ones and the channel to process 1"""
        held = descriptors()
        assert sorted(held) == [0, 1, 2, 3]
        assert held[0] == "/dev/null"
        assert held[3].startswith("socket:")


@pytest.mark.group("limits")
class TestLimits:
    @pytest.mark.hint("it used more memory than the limit")
    def test_memory(self):
        """four processes that take more memory together than the limit are ended for it"""
        eat(3, 128)

    @pytest.mark.hint("it used more memory than the limit")
    def test_shared_memory(self):
        """shared memory counts as memory"""
        share(512)

    @pytest.mark.hint("it started too many processes or threads")
    def test_processes(self):
        """who starts processes without end is ended for it"""
        crowd()

    @pytest.mark.limits(cpu_seconds=1)
    @pytest.mark.hint("it used more CPU time than the limit")
    def test_cpu(self):
        """the CPU time of all its processes together is limited"""
        spin()

    @pytest.mark.limits(cpu_seconds=1)
    @pytest.mark.hint("it used more CPU time than the limit")
    def test_cpu_of_children(self):
        """the CPU time of children that live for milliseconds, and that nobody waits for, is limited too"""
        spin_unseen()

    @pytest.mark.limits(cpu_seconds=1)
    @pytest.mark.hint("it used more CPU time than the limit")
    def test_cpu_of_programs(self):
        """so is that of programs that are started and forgotten"""
        spin_in_programs()

    def test_processors(self):
        """three processes that compute side by side have one processor together"""
        assert 0 < processors(2) < 1.25

    @pytest.mark.limits(wall_seconds=2)
    @pytest.mark.hint("it took longer than the limit")
    def test_time(self):
        """who sleeps too long is ended"""
        sleep()

    @pytest.mark.hint("it printed more than the limit")
    def test_output(self):
        """who prints without end is ended"""
        shout()
