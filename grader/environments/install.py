"""Installs the libraries of a lock as a folder in the cache.

A folder is made under another name, checked and moved into place, while a lock on a file keeps everybody
else waiting who would build the same. What a killed builder left is removed by the next one.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib.metadata
import json
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import GraderError, InfrastructureError
from ..exercises.environment import Environment
from ..report import Announce
from . import pythons, uv, wheelhouse
from .installed import ABOUT, LINUX, BuiltFolder, NotBuilt, Target, built, place, root

# The platforms of wheels as uv names them, by `sys.platform`. What they may need of the C library is older
# than that of every Linux that is still looked after.
_PLATFORMS = {LINUX: "manylinux_2_28", "darwin": "apple-darwin"}
_COMPILING_SECONDS = 600
# Top-level modules that packages install by mistake, or for nobody to import.
_NOT_IMPORTED = frozenset(
    {"bin", "test", "tests", "testing", "docs", "doc", "examples", "benchmarks", "setup"}
)


def build(environment: Environment, target: Target, progress: Announce) -> BuiltFolder:
    """Installs the libraries for `environment` and `target` if needed; returns the folder.

    Raises:
        InfrastructureError: it cannot be had, and nothing of it is kept.
    """
    with contextlib.suppress(NotBuilt):
        return built(environment, target)
    there = place(environment, target)
    with alone(there.name):
        with contextlib.suppress(NotBuilt):  # somebody else has built it meanwhile
            return built(environment, target)
        for left in there.parent.glob(f"{there.name}.part-*"):
            remove(left)
        progress(f"installing {', '.join(environment.names)} for Python {target.minor}")
        try:
            with _part_of(there) as part:
                _fill(environment, target, part, progress)
                part.rename(there)
        except (OSError, subprocess.SubprocessError) as exc:
            raise InfrastructureError(
                f"The libraries could not be installed ({exc}).", code="not-installed",
                remedy="Look at the room in the cache, and try again.",
            ) from None  # fmt: skip
    return built(environment, target)


@contextmanager
def _part_of(there: Path) -> Iterator[Path]:
    """A new folder beside `there`, which is removed if the block fails."""
    part = Path(tempfile.mkdtemp(prefix=f"{there.name}.part-", dir=there.parent))
    try:
        yield part
    except BaseException:
        remove(part)
        raise


def remove(folder: Path) -> None:
    """Removes a folder that is write-protected."""
    for path, _, _ in os.walk(folder):
        with contextlib.suppress(OSError):
            os.chmod(path, stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Holds a file lock (flock) for `name`, so that only one process installs it at a time."""
    try:
        root().mkdir(parents=True, exist_ok=True)
        file = (root() / f"{name}.lock").open("w")
    except OSError as exc:
        raise InfrastructureError(
            f"The libraries cannot be put into the cache ({exc}).", code="no-cache",
            remedy="Name a folder that can be written with GRADE_CACHE.",
        ) from None  # fmt: skip
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fill(environment: Environment, target: Target, part: Path, progress: Announce) -> None:
    """Installs the libraries into `part`, compiles, describes and write-protects them."""
    libraries = part / "lib"
    libraries.mkdir()
    # What a lock pins for Linux has the hashes of all wheels of that version, those for other systems too.
    lock = environment.lock.replace(f"sys_platform == '{LINUX}'", f"sys_platform == '{target.system}'")
    (part / "environment.lock").write_text(lock, "utf-8")
    try:
        try:
            _install(target, part, uv.wheelhouse())
        except uv.UvFailed as exc:
            if not exc.unreachable or uv.wheelhouse() or target.system != LINUX:
                raise
            # pip may reach another registry, which its own settings name.
            with tempfile.TemporaryDirectory(prefix="grade-wheels-") as wheels:
                wheelhouse.save(environment, target, Path(wheels), progress)
                _install(target, part, Path(wheels))
    except uv.UvFailed as exc:
        raise _not_installed(exc, target.minor) from None
    # Scripts, which name our interpreter, and nobody can start.
    shutil.rmtree(libraries / "bin", ignore_errors=True)
    _compile(libraries, target.minor)
    modules = _modules(environment, str(libraries))
    about = {
        "minor": target.minor,
        "requirements": environment.requirements,
        "modules": _importable(modules, libraries, target.minor) if target.is_here else modules,
        "digest": environment.lock_digest,
    }
    (part / ABOUT).write_text(json.dumps(about), "utf-8")
    part.chmod(0o755)
    _protect(libraries)


def _install(target: Target, part: Path, wheels: Path | None) -> None:
    """Runs uv to install into the folder `lib` of `part`; raises UvFailed."""
    platform = f"{target.processor}-{_PLATFORMS.get(target.system, target.system)}"
    uv.run(
        [
            "install", "--target", "lib", "--require-hashes", "--python-version", target.minor,
            "--python-platform", platform, "-r", "environment.lock",
        ], part, wheels,
    )  # fmt: skip


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
        for library in importlib.metadata.distributions(name=name, path=[libraries]):
            for module in sorted({file.parts[0] for file in library.files or ()}):
                stem = module.removesuffix(".py")
                if stem.isidentifier() and not stem.startswith("_") and stem not in _NOT_IMPORTED:
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
            f"The libraries for submissions cannot be imported here: {reason}.", code="not-importable",
            remedy="Something is missing here that they need, or what is in the lock does not go together.",
        )  # fmt: skip
    return found


def _not_installed(failure: uv.UvFailed, minor: str) -> GraderError:
    if "Hash mismatch" in failure.text:
        line = next(line for line in failure.text.splitlines() if "Hash mismatch" in line)
        what = line.partition("for")[2].strip(" `")
        return InfrastructureError(
            f"What the registry gives for {what} is not what the lock says: its hash differs.",
            code="hash-mismatch",
            remedy="Nothing was kept. Ask its author before you trust it; `grade lock` makes a new one.",
        )
    if failure.unreachable:
        return uv.no_registry(failure.reason)
    if uv.wheelhouse() and "No solution" in failure.text:
        return InfrastructureError(
            f"The folder {uv.wheelhouse()} lacks a wheel that the lock names: {failure.reason}.",
            code="no-wheel",
            remedy=f"Write it again where a registry is, for Python {minor}: grade setup SLUG --save DIR",
        )
    return InfrastructureError(
        f"The libraries cannot be installed for Python {minor} on this machine: {failure.reason}.",
        code="not-installed",
        remedy="Nothing was kept. The exercise's author may have to run `grade lock` again.",
    )
