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


def works(act, *arguments, **named):
    try:
        act(*arguments, **named)
    except (OSError, ValueError):
        return False
    return True


def places():
    """What is mounted, what lies in its upper folders; of the kernel's files process 1's and a switch."""
    found = [
        "/",
        "/proc",
        "/proc/1",
        "/proc/1/comm",
        "/proc/1/oom_score_adj",
        "/proc/sys/kernel/core_pattern",
    ]
    for folder, folders, names in os.walk("/"):
        found += [os.path.join(folder, name) for name in (*folders, *names)]
        deep = folder.count("/") > 3 and not folder.startswith("/grade/worker")
        folders[:] = [
            name for name in folders if not deep and (folder, name) not in (("/", "proc"), ("/", "sys"))
        ]
    return [place for place in found if not place.startswith(("/tmp", "/dev/shm/"))]


def mounted_devices():
    with open("/proc/self/mountinfo") as file:
        points = [line.split()[4] for line in file]
    return [point for point in points if point.startswith("/dev/") and not os.path.isdir(point)]


def changed():
    """Whose mode, times, owner or attributes can be set, all of them to what they are."""
    found = [place for place in mounted_devices() if works(os.utime, place) or works(os.chown, place, -1, -1)]
    for place in places():
        try:
            held = os.lstat(place)
        except OSError:
            continue
        times, owner = (held.st_atime_ns, held.st_mtime_ns), (held.st_uid, held.st_gid)
        itself = {"follow_symlinks": False}
        tried = [works(os.utime, place, ns=times, **itself), works(os.chown, place, *owner, **itself)]
        if not os.path.islink(place):
            tried += [
                works(os.chmod, place, held.st_mode & 0o7777),
                works(os.setxattr, place, "user.mark", b"1"),
            ]
        if any(tried) and place != "/dev/shm":
            found.append(place)
    return found


def shared_files():
    """Some that other sandboxes open too, and the host."""
    found = ["/grade/start.py"]
    for folder in ("/grade/worker", os.path.dirname(os.__file__), "/usr/lib"):
        names = [os.path.join(folder, name) for name in listed(folder)]
        found += [name for name in names if os.path.isfile(name) and os.access(name, os.R_OK)][:20]
    return found


def held_up():
    """Which files can be leased, watched or given a hint, all of which whoever opens them feels or sees."""
    libc = ctypes.CDLL(None, use_errno=True)
    found = []
    # F_SETLEASE to read and to write, F_NOTIFY; F_SET_RW_HINT and F_SET_FILE_RW_HINT, which take a place
    asked = [(1024, 0), (1024, 1), (1026, 2)]
    hint = ctypes.byref(ctypes.c_uint64(1))
    asked += [(1036, hint), (1038, hint)]
    for path in [*shared_files(), "/grade", "/usr"]:
        number = os.open(path, os.O_RDONLY)
        found += [(path, command) for command, value in asked if libc.fcntl(number, command, value) == 0]
        os.close(number)
    calls = (libc.inotify_init() >= 0, libc.inotify_init1(0) >= 0)
    return found + ["inotify"] * any(calls)


def cached():
    """By which ways it is seen what the kernel holds of a shared file, or brought to forget it."""
    libc = ctypes.CDLL(None, use_errno=True)
    path = max(shared_files(), key=os.path.getsize)
    number = os.open(path, os.O_RDONLY)
    pages = mmap.mmap(number, 4096, mmap.MAP_SHARED, mmap.PROT_READ)
    libc.mmap.restype = ctypes.c_void_p
    place = ctypes.c_void_p(libc.mmap(None, ctypes.c_size_t(4096), 1, 1, number, ctypes.c_long(0)))
    answer, reach = ctypes.create_string_buffer(64), (ctypes.c_uint64 * 2)(0, 4096)
    ways = {
        "posix_fadvise": works(os.posix_fadvise, number, 0, 0, os.POSIX_FADV_DONTNEED),
        "readahead": libc.readahead(number, ctypes.c_long(0), ctypes.c_size_t(4096)) == 0,
        "mincore": libc.mincore(place, ctypes.c_size_t(4096), answer) == 0,
        "cachestat": libc.syscall(451, number, reach, answer, 0) == 0,
        "sync_file_range": libc.sync_file_range(number, ctypes.c_long(0), ctypes.c_long(4096), 2) == 0,
        "syncfs": libc.syncfs(number) == 0,
    }
    for advice in (12, 20, 21, 22, 25):  # MERGEABLE, COLD, PAGEOUT, POPULATE_READ, COLLAPSE
        ways[f"madvise {advice}"] = works(pages.madvise, advice)
    for flag in (8, 128):  # RWF_NOWAIT, RWF_DONTCACHE
        ways[f"preadv2 {flag}"] = works(os.preadv, number, [bytearray(16)], 0, flag)
    return [name for name, worked in ways.items() if worked]


def process_1_is_written():
    """Which files of process 1 take what is in them already, or 0."""
    found = []
    for folder in ("/proc/1", "/proc/1/task/1", "/proc/1/attr"):
        for name in listed(folder):
            held = read(f"{folder}/{name}")
            with contextlib.suppress(OSError), open(f"{folder}/{name}", "wb", buffering=0) as file:
                if file.write(held[:64] or b"0"):
                    found.append(f"{folder}/{name}")
    return found


def of_root():
    """What can be read or listed that is root's alone, or process 1's."""
    files = [
        "/proc/sys/kernel/usermodehelper/bset",
        "/proc/kmsg",
        "/proc/kcore",
        "/proc/kpagecount",
        "/dev/kmsg",
    ]
    files += [
        f"/proc/1/{name}" for name in ("auxv", "environ", "io", "maps", "mem", "pagemap", "smaps", "syscall")
    ]
    folders = [f"/proc/1/{name}" for name in ("fd", "fdinfo", "map_files", "root", "cwd")]
    return [path for path in files if read(path)] + [path for path in folders if listed(path)]


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
    # Their complaints about where they were started from would come to more than may be printed.
    silent = [(os.POSIX_SPAWN_OPEN, number, "/dev/null", os.O_WRONLY, 0) for number in (1, 2)]
    argv = ["python3", "-I", "-S", "-c", "pass"]
    while True:
        for _ in range(2):
            os.posix_spawn("/proc/self/exe", argv, os.environ, file_actions=silent)
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
