# exercise: walls
"""What a hostile file would try, a function each; the suite beside it decides what each answer means."""

import contextlib
import ctypes
import mmap
import os
import platform
import signal
import socket
import time

machine = platform.machine


def status():
    with open("/proc/self/status") as file:
        return dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)


def users():
    return [*os.getresuid(), *os.getresgid(), *os.getgroups()]


def set_user():
    for user in (0, 1):
        with contextlib.suppress(OSError):
            os.setuid(user)
            return True
    return False


def environment():
    return dict(os.environ)


def environment_of_process_1():
    return read("/proc/1/environ")


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read(1 << 16)
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
    for folder, folders, _ in os.walk("/"):
        if folder == "/":
            folders.remove("proc")
        with contextlib.suppress(OSError), open(folder + "/probe", "x"):
            found.append(folder)
    return sorted(found)


def remounted(path):
    """Whether `path` could be made writable by mounting it anew."""
    libc = ctypes.CDLL(None, use_errno=True)
    remount = 32
    return libc.mount(None, path.encode(), None, remount, None) == 0


def size(folder):
    held = os.statvfs(folder)
    return held.f_blocks * held.f_frsize


def descriptors():
    names = [name for name in os.listdir("/proc/self/fd") if os.path.lexists("/proc/self/fd/" + name)]
    return {int(name): os.readlink("/proc/self/fd/" + name) for name in names}


def processes():
    return sorted(int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid())


def process_1_is_reached():
    """What of process 1 can be read, followed or harmed."""
    found = [name for name in ("mem", "environ", "maps") if read(f"/proc/1/{name}")]
    for name in ("root", "cwd", "exe", "fd/0"):
        with contextlib.suppress(OSError):
            os.readlink(f"/proc/1/{name}")
            found.append(name)
    for number in (signal.SIGKILL, signal.SIGSTOP):  # process 1 of a namespace gets neither from inside
        with contextlib.suppress(OSError):
            os.kill(1, number)
    return found


def connected(family, kind, address):
    with socket.socket(family, kind) as sock:
        sock.settimeout(5)
        try:
            sock.connect(address)
            sock.send(b"x")
            return True
        except OSError:
            return False


def resolved(name):
    try:
        return socket.gethostbyname(name)
    except OSError:
        return ""


def opened(family, kind):
    """Whether there can be a socket of that family and kind."""
    try:
        socket.socket(family, kind).close()
        return True
    except OSError:
        return False


def refused(number, *arguments):
    """Whether the kernel says EPERM or ENOSYS to a system call."""
    libc = ctypes.CDLL(None, use_errno=True)
    given = [ctypes.c_long(argument) for argument in (*arguments, 0, 0, 0, 0, 0, 0)[:6]]
    return libc.syscall(ctypes.c_long(number), *given) == -1 and ctypes.get_errno() in (1, 38)


def eat(processes, megabytes):
    """Takes so much memory in each of so many processes, and keeps it."""
    for _ in range(processes):
        if os.fork() == 0:
            break
    held = b"x" * (megabytes << 20)
    time.sleep(60)
    return len(held)


def share(megabytes):
    """Takes memory that belongs to no process alone."""
    held = mmap.mmap(-1, megabytes << 20)
    for place in range(0, megabytes << 20, 4096):
        held[place] = 1
    time.sleep(60)


def crowd():
    """Starts processes, each of them the next, until it is refused; then stays."""
    with contextlib.suppress(OSError):
        for _ in range(1000):
            if os.fork() == 0:
                break
    time.sleep(60)


def spin():
    """Computes in more than one process, so that no limit of a single one is passed."""
    for _ in range(3):
        if os.fork() == 0:
            break
    while True:
        pass


def compute(seconds):
    """Computes for so long, which is less than a process is seen to have used anything."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def spin_unseen():
    """Computes in children that live shorter than anybody looks, and whose end nobody waits for."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        for _ in range(2):
            if os.fork() == 0:
                compute(0.008)
                os._exit(0)
        wait_for_all()


def spin_in_programs():
    """The same in programs, of which each takes some milliseconds to start."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        for _ in range(2):
            os.posix_spawn("/proc/self/exe", ["python3", "-I", "-S", "-c", "pass"], os.environ)
        wait_for_all()


def wait_for_all():
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def processors(seconds):
    """How many processors three processes have together in that time, when each takes all that it can get."""
    with contextlib.suppress(OSError):
        os.sched_setaffinity(0, range(os.cpu_count()))
    end = time.monotonic() + seconds
    for _ in range(3):
        if os.fork() == 0:
            while time.monotonic() < end:
                pass
            os._exit(0)
    used = [sum(os.wait3(0)[2][:2]) for _ in range(3)]
    return sum(used) / (time.monotonic() - end + seconds)


def sleep():
    time.sleep(60)


def shout():
    for _ in range(1 << 12):
        print("x" * 1023)
    time.sleep(60)


def fill():
    """How many bytes can be written to /tmp."""
    written = 0
    with contextlib.suppress(OSError):
        for number in range(64):
            with open(f"/tmp/{number}", "wb", buffering=0) as file:
                while number >= 0:
                    step = file.write(b"x" * (1 << 20))
                    written += step
                    if step < 1 << 20 or file.tell() >= 8 << 20:
                        break
    return written
