"""Locked libraries installed as folders in the cache, one for each lock and minor Python version.

A sandbox always runs Linux. Where the grader does not, as on a Mac with Docker Desktop, the judge has a
folder of its own, with the wheels of the same versions for its system.

A folder is made under another name, checked and moved into place, while a lock on a file keeps everybody
else waiting who would build the same. What a killed builder left is removed by the next one.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..errors import GraderError, InfrastructureError
from ..exercises.environment import Environment
from ..machine.capacity import machine
from ..machine.paths import cache
from ..report import Announce
from . import inside, pythons, uv

LINUX = "linux"
# The platforms of wheels as uv names them, by `sys.platform`. What they may need of the C library is older
# than that of every Linux that is still looked after.
_PLATFORMS = {LINUX: "manylinux_2_28", "darwin": "apple-darwin"}
_ABOUT = "about.json"
_COMPILING_SECONDS = 600
# Top-level modules that packages install by mistake, or for nobody to import.
_NOT_IMPORTED = frozenset(
    {"bin", "test", "tests", "testing", "docs", "doc", "examples", "benchmarks", "setup"}
)


@dataclass(frozen=True, slots=True)
class BuiltFolder:
    """A folder with locked libraries, installed for one minor version of Python."""

    path: Path
    minor: str
    requirements: tuple[str, ...]
    modules: tuple[str, ...]  # of the libraries that are required by name: what is imported ahead
    digest: str = ""

    @property
    def libraries(self) -> Path:
        """The folder from which the libraries can be imported."""
        return self.path / "lib"


def built(environment: Environment, minor: str, system: str = LINUX) -> BuiltFolder:
    """The installed folder for `environment` on Python `minor` and `system` (a value of `sys.platform`).

    Raises:
        NotBuilt: it has to be built first.
    """
    place = _place(environment, minor, system)
    folder = _read(place)
    if folder is None:
        raise NotBuilt(
            f"The libraries of the exercise are not there yet for Python {minor}.",
            code="not-built",
            remedy="Run `grade setup` with the exercise's name.",
        )
    return folder


class NotBuilt(InfrastructureError):
    """The error for an exercise's libraries that are not installed yet."""


def build(environment: Environment, minor: str, progress: Announce, system: str = LINUX) -> BuiltFolder:
    """Installs the libraries for `environment` on Python `minor` and `system` if needed; returns the folder.

    Raises:
        InfrastructureError: it cannot be had, and nothing of it is kept.
    """
    with contextlib.suppress(NotBuilt):
        return built(environment, minor, system)
    place = _place(environment, minor, system)
    with alone(place.name):
        with contextlib.suppress(NotBuilt):  # somebody else has built it meanwhile
            return built(environment, minor, system)
        for left in place.parent.glob(f"{place.name}.part-*"):
            remove(left)
        progress(f"installing {', '.join(environment.names)} for Python {minor}")
        part = Path(tempfile.mkdtemp(prefix=f"{place.name}.part-", dir=place.parent))
        try:
            _fill(environment, minor, part, system)
            part.rename(place)
        except BaseException:
            remove(part)
            raise
    return built(environment, minor, system)


def everything() -> list[BuiltFolder]:
    """All installed folders."""
    found = map(_read, sorted(_root().glob("*")))
    return [folder for folder in found if folder is not None]


def remove(folder: Path) -> None:
    """Removes a folder that is write-protected."""
    for place, _, _ in os.walk(folder):
        with contextlib.suppress(OSError):
            os.chmod(place, stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)


def _root() -> Path:
    return cache() / "environments"


def _place(environment: Environment, minor: str, system: str = LINUX) -> Path:
    digest = environment.lock_digest
    assert digest is not None
    name = f"{digest[:32]}-{minor}-{machine()}"
    return _root() / (name if system == LINUX else f"{name}-{system}")


def _read(place: Path) -> BuiltFolder | None:
    """The installed folder at `place`; None if there is none."""
    try:
        about = json.loads((place / _ABOUT).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return BuiltFolder(
        place, about["minor"], tuple(about["requirements"]), tuple(about["modules"]), about["digest"]
    )


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Holds a file lock (flock) for `name`, so that only one process installs it at a time."""
    try:
        _root().mkdir(parents=True, exist_ok=True)
        file = (_root() / f"{name}.lock").open("w")
    except OSError as exc:
        raise InfrastructureError(
            f"The libraries cannot be put into the cache ({exc}).", code="no-cache",
            remedy="Name a folder that can be written with GRADE_CACHE.",
        ) from None  # fmt: skip
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fill(environment: Environment, minor: str, part: Path, system: str) -> None:
    """Installs the libraries into `part`, compiles, describes and write-protects them."""
    libraries = part / "lib"
    libraries.mkdir()
    # What a lock pins for Linux has the hashes of all wheels of that version, those for other systems too.
    lock = environment.lock.replace(f"sys_platform == '{LINUX}'", f"sys_platform == '{system}'")
    (part / "environment.lock").write_text(lock, "utf-8")
    platform = f"{machine()}-{_PLATFORMS.get(system, system)}"
    try:
        uv.run(
            [
                "install", "--target", "lib", "--require-hashes", "--python-version", minor,
                "--python-platform", platform, "-r", "environment.lock",
            ], part,
        )  # fmt: skip
    except uv.UvFailed as exc:
        raise _not_installed(exc, minor) from None
    except (OSError, subprocess.SubprocessError) as exc:
        raise InfrastructureError(
            f"The libraries could not be installed ({exc}).", code="not-installed",
            remedy="Look at the room in the cache, and try again.",
        ) from None  # fmt: skip
    _compile(libraries, minor)
    modules = _modules(environment, str(libraries))
    about = {
        "minor": minor,
        "requirements": environment.requirements,
        "modules": modules if system != sys.platform else _importable(modules, libraries, minor),
        "digest": environment.lock_digest,
    }
    (part / _ABOUT).write_text(json.dumps(about), "utf-8")
    part.chmod(0o755)
    _protect(libraries)


def _compile(libraries: Path, minor: str) -> None:
    """Compiles the modules to byte code, if an interpreter of the right version is on this machine."""
    python = pythons.of_minor(minor)
    if python is not None:
        # What lies there is never written again, so nobody need look whether a source is newer. A file that
        # is no Python, as some packages have, is left out in silence.
        argv = [python.program, "-I", "-S", "-m", "compileall", "-q", "-j", "0"]
        argv += ["--invalidation-mode", "unchecked-hash"]
        subprocess.run([*argv, str(libraries)], capture_output=True, timeout=_COMPILING_SECONDS, check=False)


def _protect(libraries: Path) -> None:
    """Makes files readable for all and writable for none: sandboxes show them to a user without rights."""
    for folder, _, files in os.walk(libraries, topdown=False):
        for name in files:
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                os.chmod(path, 0o555 if os.stat(path).st_mode & stat.S_IXUSR else 0o444)
        os.chmod(folder, 0o555)  # noqa: S103 - that others may read it is what it is for


def _modules(environment: Environment, libraries: str) -> list[str]:
    """The names of the modules that the required libraries provide."""
    found: dict[str, None] = {}
    for name in environment.names:
        description = inside.described(name, (libraries,))
        for module in inside.top_level(description) if description else []:
            stem = module.removesuffix(".py")
            if not stem.startswith("_") and stem not in _NOT_IMPORTED:
                found[stem] = None
    return list(found)


# Each line on its own: a module that cannot be imported may end the process.
_IMPORTS = """
import sys
sys.path.append(sys.argv[1])
for name in sys.argv[2:]:
    try:
        __import__(name)
    except Exception as exc:
        print(f"{name} {type(exc).__name__}: {exc}".splitlines()[0][:300], flush=True)
"""


def _importable(modules: list[str], libraries: Path, minor: str) -> list[str]:
    """The names among `modules` that can be imported; all of them if no interpreter here can try.

    Raises:
        InfrastructureError: none of them can be imported.
    """
    python = pythons.of_minor(minor)
    if python is None or not modules:
        return modules
    argv = [python.program, "-I", "-S", "-B", "-X", "utf8", "-c", _IMPORTS, str(libraries), *modules]
    done = subprocess.run(
        argv, capture_output=True, text=True, errors="replace", timeout=_COMPILING_SECONDS, check=False,
        stdin=subprocess.DEVNULL, env={"PATH": os.defpath, "HOME": str(libraries.parent)}, cwd="/",
    )  # fmt: skip
    failed = dict(line.split(" ", 1) for line in done.stdout.splitlines() if " " in line)
    found = [name for name in modules if name not in failed]
    if done.returncode or not found:
        reason = next(iter(failed.values()), "the interpreter ended")
        raise InfrastructureError(
            f"The exercise's libraries cannot be imported on this machine: {reason}.", code="not-importable",
            remedy="Something is missing here that they need, or what is in the lock does not go together.",
        )  # fmt: skip
    return found


def _not_installed(failure: uv.UvFailed, minor: str) -> GraderError:
    if "Hash mismatch" in failure.text:
        line = next(line for line in failure.text.splitlines() if "Hash mismatch" in line)
        what = line.partition("for")[2].strip(" `")
        return InfrastructureError(
            f"What the registry gives for {what} is not what the exercise's lock says: its hash differs.",
            code="hash-mismatch",
            remedy="Nothing was kept. Ask its author before you trust it; `grade lock` makes a new lock.",
        )
    if failure.unreachable:
        return uv.no_registry(failure.reason)
    if uv.wheelhouse() and "No solution" in failure.text:
        return InfrastructureError(
            f"The folder {uv.wheelhouse()} lacks a wheel that the exercise's lock names: {failure.reason}.",
            code="no-wheel",
            remedy=f"Write it again where a registry is, for Python {minor}: grade setup SLUG --save DIR",
        )
    return InfrastructureError(
        f"The libraries cannot be installed for Python {minor} on this machine: {failure.reason}.",
        code="not-installed",
        remedy="Nothing was kept. Its author may have to run `grade lock` again.",
    )
