"""Runs the candidate's file as a program: prepares its folder, feeds its input, collects its files.

Theory of operation. A run has its own process, like a test, and the same limits and walls. The supervisor
creates a folder in /tmp with the file and the files that the suite puts beside it; then the process, which
was forked and has run none of the candidate's code, becomes a fresh interpreter there. The supervisor itself
reads the output from pipes, the exit status from the kernel, and the files from the folder when every other
process in the sandbox is gone: nobody in between could falsify them.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys

from grader.wire.frames import Joiner, message_bytes
from grader.wire.messages import Invocation, Setup, Written, unpack

from .exceptions import SOLUTION_FILE
from .poller import READ, WRITE

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from collections.abc import Callable
    from typing import NoReturn

    from .poller import Poller
else:
    import _signal as signal

_FOLDER = "/tmp/program"
# Where an interpreter of this version looks for what its user has installed, behind the standard library.
_INSTALLED = "/tmp/.local/lib/python{}.{}/site-packages".format(*sys.version_info)
_LIBRARIES = "/grade/lib"
# What a program may leave in its folder: more no test looks at, and half of it would do.
_MOST_ENTRIES = 200
_MOST_BYTES = 8 << 20


class ProgramRun:
    """The supervisor's part in one run of the file as a program."""

    def __init__(
        self, setup: Setup, poller: Poller, pipe: int, given: dict[str, bytes] | None = None
    ) -> None:
        """`given` are the other files of the submission and the exercise, by name."""
        # Where modules beside it are looked for.
        self._script = f"{setup.root}/{SOLUTION_FILE}" if setup.root else SOLUTION_FILE
        self._files = {**(given or {}), self._script: setup.source}
        self._files |= {f"{name}.py": source for name, source in setup.modules}
        self._poller = poller
        self._joiner = Joiner()
        self._pipe = pipe
        self._unread = bytearray()
        self._all_given = False
        self._process = -1

    def watch(self, pid: int, ended: Callable[[int], None]) -> None:
        """Calls `ended` when the process `pid` ends; if that is impossible, the next tick notices it."""
        try:
            self._process = os.pidfd_open(pid)
        except OSError:
            return
        self._poller.watch(self._process, READ, ended)

    def lay_out(self, data: bytes) -> bytes:
        """Creates the folder once `data` completes the invocation; returns the message for the process.

        Raises:
            OSError: there is no room.
        """
        for body in self._joiner.feed(data):
            invocation = unpack(body)
            assert type(invocation) is Invocation
            self._files |= invocation.files
            for name, content in self._files.items():
                path = f"{_FOLDER}/{name}"
                os.makedirs(path.rpartition("/")[0], exist_ok=True)
                with open(path, "wb") as file:
                    file.write(content)
            os.makedirs(_INSTALLED.rpartition("/")[0], exist_ok=True)
            os.symlink(_LIBRARIES, _INSTALLED)
            return message_bytes(
                marshal.dumps(
                    ((self._script, *invocation.arguments), invocation.environment, invocation.forked)
                )
            )
        return b""

    def give(self, data: bytes) -> None:
        """Queues input for the program; empty data closes the input."""
        self._unread += data
        self._all_given = self._all_given or not data
        self._feed(WRITE)

    def _feed(self, mask: int) -> None:
        if self._pipe < 0:
            return
        try:
            while self._unread:
                del self._unread[: os.write(self._pipe, self._unread)]
        except BlockingIOError:
            self._poller.watch(self._pipe, WRITE, self._feed)
            return
        except OSError:  # it reads no more
            self._unread.clear()
            self._all_given = True
        self._poller.watch(self._pipe, 0, self._feed)
        if self._all_given:
            self._end_input()

    def _end_input(self) -> None:
        if self._pipe >= 0:
            self._poller.forget(self._pipe)
            os.close(self._pipe)
            self._pipe = -1

    def end(self) -> Written | None:
        """Finishes the run after the program has ended; returns the files that it created or changed.

        Returns None if they are larger than what is kept. No process is left that could change them
        meanwhile, and links are not followed.
        """
        self._end_input()
        if self._process >= 0:
            self._poller.forget(self._process)
            os.close(self._process)
        found: list[tuple[bytes, bytes]] = []
        folders, seen, room = [""], 0, _MOST_BYTES
        most = _MOST_ENTRIES + sum([1 + name.count("/") for name in self._files])
        try:
            if not stat.S_ISDIR(os.lstat(_FOLDER).st_mode):  # it has put a link in its place
                return Written(())
            while folders:
                inner = folders.pop()
                os.chmod(f"{_FOLDER}/{inner}", 0o700)  # the program may have made it unreadable
                with os.scandir(f"{_FOLDER}/{inner}") as entries:
                    for entry in entries:
                        seen += 1
                        if seen > most:
                            return None
                        name = inner + entry.name
                        if entry.is_dir(follow_symlinks=False):
                            folders.append(f"{name}/")
                        elif entry.is_file(follow_symlinks=False):
                            content = self._new_content(name, entry, room)
                            if content is not None:
                                room -= len(content)
                                found.append((os.fsencode(name), content))
        except FileNotFoundError:  # the folder itself is gone
            return Written(())
        except OSError:  # too deep, too long or too large
            return None
        return Written(tuple(sorted(found)))

    def _new_content(self, name: str, entry: os.DirEntry[str], room: int) -> bytes | None:
        """The content of a file that the program created or changed; None if it is unchanged.

        Raises:
            OSError: it has more than `room` bytes.
        """
        given = self._files.get(name)
        if entry.stat(follow_symlinks=False).st_size > max(room, len(given or b"")):
            raise OSError("more than is kept")
        os.chmod(entry.path, 0o600)
        with open(entry.path, "rb") as file:
            content = file.read()
        return None if content == given else content


def run(
    program_input: int, arguments: tuple[str, ...], environment: dict[str, str], forked: bool
) -> NoReturn:
    """Replaces this process by a fresh interpreter that runs the first of `arguments` in its folder.

    With `forked` it runs in this one, which has run nothing else and has the libraries.

    Raises:
        OSError: it cannot be started so.
    """
    os.chdir(_FOLDER)
    os.dup2(program_input, 0)
    for number in (signal.SIGPIPE, signal.SIGXFSZ):  # as a shell would hand them on
        signal.signal(number, signal.SIG_DFL)
    if forked:
        _run_here(arguments, environment)
    # Without byte code, which would lie in the folder beside what the program wrote.
    argv = [sys.executable, "-B", *arguments]
    os.execve(sys.executable, argv, {**os.environ, **environment})  # noqa: S606 - a shell is the last we want


def _run_here(arguments: tuple[str, ...], environment: dict[str, str]) -> NoReturn:
    """Runs the first of `arguments` as the module `__main__` of this process."""
    from . import unseen  # not above: few exercises need it

    unseen.conceal_modules()
    unseen.leave()
    os.environ.update(environment)
    sys.argv[:] = arguments
    sys.path.insert(0, _FOLDER)
    sys.modules["__main__"] = module = type(sys)("__main__")
    status = 1
    try:
        with open(arguments[0], "rb") as file:
            exec(compile(file.read(), arguments[0], "exec"), vars(module))  # a file of ours
        status = 0
    except BaseException:  # noqa: BLE001 - as the interpreter would
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)
