"""Finds interpreters on this machine: the one that runs the grader, and others that exercises ask for."""

from __future__ import annotations

import contextlib
import functools
import glob
import hashlib
import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from ..errors import InfrastructureError
from ..exercises.environment import MINORS, Environment, Version
from ..machine.paths import cache

_ANSWER_SECONDS = 20
# What an interpreter is asked about itself. A free-threaded one takes other wheels, and so does PyPy.
_QUESTION = """
import json, os, sys, sysconfig
base = {"platbase": sys.base_exec_prefix}
paths = sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib", vars=base)
usual = sys.implementation.name == "cpython" and not sysconfig.get_config_var("Py_GIL_DISABLED")
print(json.dumps([usual, os.path.realpath(sys.executable), sys.version_info[:3], sys.base_prefix, paths]))
"""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """An interpreter: its program, its version, and the folders of its standard library."""

    program: str
    version: Version
    prefix: str
    standard: tuple[str, ...]  # the folders of the standard library

    @property
    def minor(self) -> str:
        """The version without the patch number, such as `3.12`."""
        return f"{self.version[0]}.{self.version[1]}"

    @property
    def is_ours(self) -> bool:
        """Whether this interpreter runs the grader."""
        return self == ours()


@functools.cache
def ours() -> Interpreter:
    """The interpreter that runs the grader."""
    # In a virtual environment `platstdlib` would be a folder of that.
    platform_specific = sysconfig.get_path("platstdlib", vars={"platbase": sys.base_exec_prefix})
    standard = dict.fromkeys((sysconfig.get_path("stdlib"), platform_specific))
    return Interpreter(
        os.path.realpath(sys.executable), sys.version_info[:3], sys.base_prefix, tuple(standard)
    )


@functools.cache
def fitting(environment: Environment | None) -> Interpreter:
    """The interpreter for `environment`: ours if its version fits, else the newest here that fits.

    Raises:
        InfrastructureError: none fits.
    """
    if environment is None or environment.fits(ours().version):
        return ours()
    found = [one for one in _all() if environment.fits(one.version)]
    if found:
        return max(found, key=lambda one: one.version)
    minor = f"3.{environment.minors()[0]}"
    here = ", ".join(sorted({".".join(map(str, one.version)) for one in (ours(), *_all())}))
    raise InfrastructureError(
        f"No Python on this machine is {environment.python}, as the exercise asks; there are: {here}.",
        code="no-interpreter",
        remedy=f"Install one, such as with: uv python install {minor}",
    )


def of_minor(minor: str) -> Interpreter | None:
    """An interpreter of this machine with that minor version, such as `3.12`; None if there is none."""
    return next((one for one in (ours(), *_all()) if one.minor == minor), None)


@functools.cache
def _all() -> tuple[Interpreter, ...]:
    """All working interpreters on the path or installed by pyenv or uv."""
    found = {one.program: one for one in map(_asked, _candidates()) if one is not None}
    return tuple(one for one in found.values() if one.version[1] in MINORS)


def _candidates() -> Iterator[str]:
    home = os.path.expanduser("~")
    data = os.environ.get("XDG_DATA_HOME") or f"{home}/.local/share"
    folders = [folder for folder in os.environ.get("PATH", "").split(os.pathsep) if os.path.isabs(folder)]
    # A shim of pyenv's is a script that starts one of the others, if it starts any.
    folders = [folder for folder in folders if not folder.endswith("/shims")]
    for root in (
        os.environ.get("PYENV_ROOT") or f"{home}/.pyenv", os.environ.get("UV_PYTHON_INSTALL_DIR") or "",
        f"{data}/uv",
    ):  # fmt: skip
        inner = "versions" if root.endswith("pyenv") or root == os.environ.get("PYENV_ROOT") else "python"
        pattern = (
            f"{root}/*/bin" if root == os.environ.get("UV_PYTHON_INSTALL_DIR") else f"{root}/{inner}/*/bin"
        )
        folders += sorted(glob.glob(pattern)) if root else []
    seen = set()
    for folder in folders:
        for minor in MINORS:
            path = os.path.realpath(os.path.join(folder, f"python3.{minor}"))
            if path not in seen and os.access(path, os.X_OK):
                seen.add(path)
                yield path


def _asked(path: str) -> Interpreter | None:
    """Runs the program at `path` to learn which Python it is; None if it is not a usable one."""
    status = os.stat(path)
    named = f"{path}\0{status.st_mtime_ns}\0{status.st_size}\0{_QUESTION}"
    kept = cache() / "pythons" / f"{hashlib.sha256(named.encode()).hexdigest()[:32]}.json"
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        told = json.loads(kept.read_text("utf-8"))
        return Interpreter(told["program"], tuple(told["version"]), told["prefix"], tuple(told["standard"]))
    try:
        done = subprocess.run(
            [path, "-I", "-S", "-c", _QUESTION], capture_output=True, text=True, timeout=_ANSWER_SECONDS,
            stdin=subprocess.DEVNULL, check=True,
        )  # fmt: skip
        usual, program, version, prefix, standard = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    if not usual:
        return None
    found = Interpreter(program, tuple(version), prefix, tuple(dict.fromkeys(standard)))
    with contextlib.suppress(OSError):  # without a cache it is asked each time
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(asdict(found)), "utf-8")
    return found
