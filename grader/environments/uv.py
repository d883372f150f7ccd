"""Runs uv, which resolves and installs libraries, and translates its failures into our errors."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from ..errors import GraderError, InfrastructureError
from ..machine.paths import cache
from ..text import quoted

# The folder with wheels that are installed from in place of a registry, where one is named.
WHEELHOUSE = "GRADE_WHEELHOUSE"
# Large wheels over a slow line.
_SECONDS = 1800
# What a caller may set of uv: where packages are, and how they are reached. Nothing that changes what is
# installed, or whether hashes are compared.
_SETTINGS = re.compile(
    r"UV_(DEFAULT_INDEX|INDEX|INDEX_URL|EXTRA_INDEX_URL|FIND_LINKS|INDEX_STRATEGY|INDEX_\w+_(USERNAME|PASSWORD)"
    r"|KEYRING_PROVIDER|EXCLUDE_NEWER|OFFLINE|SYSTEM_CERTS|NATIVE_TLS|INSECURE_HOST|HTTP_\w+|CONCURRENT_\w+)"
)
_UNREACHABLE = ("Failed to fetch", "Request failed", "client error", "network", "offline", "Connect")


class UvFailed(Exception):
    """The error for a failed run of uv; `text` is its error output."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    @property
    def unreachable(self) -> bool:
        """Whether uv failed because no registry answered."""
        return any(word in self.text for word in _UNREACHABLE) and "No solution" not in self.text

    @property
    def reason(self) -> str:
        """The cause of the failure, in one line of uv's."""
        lines = [line.strip() for line in self.text.splitlines() if line.strip()]
        causes = [line.partition("cause:")[2].strip() for line in lines if line.startswith("cause:")]
        found = causes[0] if causes else (lines or ["it gave no reason"])[0].removeprefix("error:").strip()
        return found.rstrip(".")[:400]


def wheelhouse() -> Path | None:
    """The folder of wheels to use instead of registries, if the environment names one.

    Raises:
        InfrastructureError: it is not there.
    """
    named = os.environ.get(WHEELHOUSE)
    if named and not os.path.isdir(named):
        raise InfrastructureError(
            f"There is no folder {quoted(named)}, which {WHEELHOUSE} names for wheels.", code="no-wheelhouse",
            remedy="Name the folder that `grade setup SLUG --save DIR` wrote, or unset it.",
        )  # fmt: skip
    return Path(named) if named else None


def run(arguments: Sequence[str], folder: Path, wheels: Path | None = None) -> str:
    """Runs `uv pip` with `arguments` in `folder`, without the user's settings; returns its output.

    A folder of wheels takes the place of all registries.

    Raises:
        UvFailed: it could not do it.
        InfrastructureError: there is no uv here.
    """
    argv = [
        _executable(), "pip", *arguments, "--quiet", "--only-binary", ":all:", "--no-python-downloads",
        "--python", sys.executable, "--cache-dir", str(cache() / "uv"),
        *(["--offline", "--no-index", "--find-links", str(wheels.resolve())] if wheels else []),
    ]  # fmt: skip
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("UV_") or _SETTINGS.fullmatch(name)
    }
    # As pip does, it takes the certificates that this machine trusts.
    environment = {"UV_SYSTEM_CERTS": "1", **kept, "NO_COLOR": "1"}
    environment.pop("VIRTUAL_ENV", None)
    done = subprocess.run(
        argv, cwd=folder, env=environment, capture_output=True, text=True, errors="replace",
        timeout=_SECONDS, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    if done.returncode:
        raise UvFailed(done.stderr)
    return done.stdout


def pip() -> list[str]:
    """The first arguments of a command that runs pip, which can download wheels; uv cannot.

    `uv tool install` makes environments without pip; in those, uv fetches pip. The paths after these
    arguments must be absolute.
    """
    if importlib.util.find_spec("pip") is not None:
        # -P: the current folder may be a stranger's, and bring a pip.py.
        return [sys.executable, "-P", "-m", "pip"]
    offline = ["--offline"] if wheelhouse() else []
    # --directory: nor are a stranger's settings of uv read.
    settings = ["--directory", "/", "--system-certs", "--cache-dir", str((cache() / "uv").resolve())]
    return [_executable(), "tool", "run", "--isolated", "--quiet", *settings, *offline, "pip"]


def no_registry(reason: str) -> GraderError:
    """The error for packages that cannot be fetched because no registry answers."""
    return InfrastructureError(
        f"No package registry answers ({reason}).",
        code="no-registry",
        remedy="Try again with a network, or build from a folder that `grade setup SLUG --save DIR` wrote "
        "elsewhere: grade setup SLUG --offline DIR",
    )


def _executable() -> str:
    try:
        from uv import find_uv_bin

        return str(find_uv_bin())
    except (ImportError, FileNotFoundError):
        path = shutil.which("uv")
    if path:
        return path
    raise InfrastructureError(
        "uv, which finds and installs libraries, is not on this machine.",
        code="no-uv",
        remedy=f"Install it: {sys.executable} -m pip install uv",
    )
