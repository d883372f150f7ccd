"""Takes from an interpreter what only Linux has, so that it is as poor as on macOS. Loaded by its `site`.

Of the standard library's modules that a program would call. What C code does by itself stays, and so do the
names that the standard library has taken already. Our judges start without `site`, so their commands are made
to load this first.
"""

import builtins
import errno
import fcntl
import io
import os
import resource
import select
import signal
import socket

MISSING = {
    os: """
        O_PATH O_TMPFILE O_LARGEFILE O_NOATIME O_RSYNC accept4 copy_file_range eventfd eventfd_read
        eventfd_write getrandom getresgid getresuid getxattr listxattr memfd_create pidfd_open pipe2
        posix_fadvise posix_fallocate removexattr sched_getaffinity sched_getparam
        sched_getscheduler sched_rr_get_interval sched_setaffinity sched_setparam sched_setscheduler
        setns setresgid setresuid setxattr splice timerfd_create unshare waitid P_PIDFD MFD_CLOEXEC
        POSIX_SPAWN_CLOSEFROM CLONE_NEWUSER
    """,
    socket: """
        AF_ALG AF_BLUETOOTH AF_CAN AF_NETLINK AF_PACKET AF_TIPC AF_VSOCK MSG_CMSG_CLOEXEC
        MSG_ERRQUEUE MSG_MORE MSG_NOSIGNAL SCM_CREDENTIALS SOCK_CLOEXEC SOCK_NONBLOCK
        SO_BINDTODEVICE SO_DOMAIN SO_INCOMING_CPU SO_MARK SO_PASSCRED SO_PEERCRED SO_PEERSEC
        SO_PRIORITY SO_PROTOCOL TCP_CORK TCP_DEFER_ACCEPT TCP_QUICKACK TCP_USER_TIMEOUT
    """,
    select: """
        epoll EPOLLIN EPOLLOUT EPOLLERR EPOLLHUP EPOLLRDHUP EPOLLET EPOLLONESHOT EPOLLEXCLUSIVE
        EPOLL_CLOEXEC
    """,
    signal: """
        SIGPOLL SIGPWR SIGRTMAX SIGRTMIN SIGSTKFLT pidfd_send_signal sigtimedwait sigwaitinfo
    """,
    resource: """
        RLIMIT_MSGQUEUE RLIMIT_NICE RLIMIT_OFILE RLIMIT_RTPRIO RLIMIT_RTTIME RLIMIT_SIGPENDING
        prlimit
    """,
    fcntl: """
        F_ADD_SEALS F_GETLEASE F_GETPIPE_SZ F_GET_SEALS F_NOTIFY F_OFD_GETLK F_OFD_SETLK
        F_OFD_SETLKW F_SETLEASE F_SETPIPE_SZ F_SETSIG
    """,
}
HIDDEN = ("/proc", "/sys")


def without_names() -> None:
    for module, names in MISSING.items():
        for name in names.split():
            vars(module).pop(name, None)


def without_folders() -> None:
    def hide(module, name):
        original = getattr(module, name)

        def looking(path=".", *arguments, **options):
            text = os.fsdecode(path) if isinstance(path, (str, bytes, os.PathLike)) else ""
            if any(text == folder or text.startswith(f"{folder}/") for folder in HIDDEN):
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), text)
            return original(path, *arguments, **options)

        setattr(module, name, looking)

    for name in ("access", "listdir", "lstat", "open", "readlink", "scandir", "stat", "statvfs"):
        hide(os, name)
    hide(io, "open")
    builtins.open = io.open


def without_packets() -> None:
    """AF_UNIX has no SOCK_SEQPACKET there."""
    pair = socket.socketpair

    def socketpair(family=socket.AF_UNIX, type=socket.SOCK_STREAM, proto=0):  # noqa: A002
        if type == socket.SOCK_SEQPACKET:
            raise OSError(errno.EPROTONOSUPPORT, os.strerror(errno.EPROTONOSUPPORT))
        return pair(family, type, proto)

    socket.socketpair = socketpair


def in_children_too() -> None:
    spawn = os.posix_spawn

    def posix_spawn(path, argv, env, **options):
        if "-S" in argv:
            place = argv.index("-c") + 1
            argv = [*argv]
            argv[place] = f"exec(compile(open({__file__!r}).read(), {__file__!r}, 'exec'));{argv[place]}"
        return spawn(path, argv, env, **options)

    os.posix_spawn = posix_spawn


# `exec` gives no name of a file.
__file__ = without_names.__code__.co_filename
without_names()
without_folders()
without_packets()
in_children_too()
