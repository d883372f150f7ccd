"""Settings from files: the known settings, the files that may set them, and the reasons to ignore one.

A file found in the current folder or above may have come with a submission: with a candidate's own suite and
`fail_under = 0`. So when a submission is graded, such a file is used only if it cannot have: see `refusal`.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import UsageError
from .machine.regular import Unreadable, content
from .machine.toml import parsed
from .text import as_toml, quoted

Value = str | int | float | list[str]
# The name of a project's own file, and of the one in which it may have a table.
OWN, SHARED = "grade.toml", "pyproject.toml"
_TABLE = re.compile(rb"^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*grade[ \t]*\]", re.M)
# Some hundred times what all settings together take.
_MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting, with the option, the environment variable and the file entry that set it."""

    name: str
    variable: str
    kind: str  # of the keys of _KINDS; empty for what belongs to the machine, and has no place in a file
    about: str
    is_secret: bool = False  # so that it is never as_toml


_KINDS: dict[str, tuple[type, ...]] = {
    "a text": (str,),
    "a text, or a list of texts": (str, list),
    "a number": (int, float),
    "a whole number": (int,),
}

SETTINGS = (
    Setting("exercises", "GRADE_EXERCISES", "a text", "the folder with the exercises"),
    Setting("sandbox", "GRADE_SANDBOX", "a text", "auto, docker or bubblewrap"),
    Setting("runtime", "GRADE_RUNTIME", "a text", "Docker's runtime"),
    Setting("audience", "GRADE_AUDIENCE", "a text", "candidate or assessor"),
    Setting("fail_under", "GRADE_FAIL_UNDER", "a number", "percent of the base points"),
    Setting("format", "GRADE_FORMAT", "a text, or a list of texts", "the report's format"),
    Setting("jobs", "GRADE_JOBS", "a whole number", "how many gradings run side by side"),
    Setting("config", "GRADE_CONFIG", "", "the project's settings file"),
    Setting("base_image", "GRADE_BASE_IMAGE", "", "what the Docker sandbox is built on"),
    Setting("cache", "GRADE_CACHE", "", "where our caches go"),
    Setting("database", "GRADE_DATABASE", "", "the PostgreSQL of a service", is_secret=True),
    Setting("public_url", "GRADE_PUBLIC_URL", "", "how others reach a service"),
    Setting("token", "GRADE_TOKEN", "", "who you are to a service", is_secret=True),
    Setting("token_file", "GRADE_TOKEN_FILE", "", "the file with that token"),
    Setting("wheelhouse", "GRADE_WHEELHOUSE", "", "wheels in place of a registry"),
)
_IN_FILES = {setting.name: setting for setting in SETTINGS if setting.kind}


@dataclass(frozen=True, slots=True)
class File:
    """A settings file that is used, with its values."""

    path: Path
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Found:
    """The settings files in use, the strongest first; and one that is ignored, with the reason."""

    files: tuple[File, ...]
    ignored: Path | None = None
    why: str = ""

    def value(self, name: str) -> tuple[Value, Path] | None:
        """The value of the setting `name` and the file that sets it; None if no file does."""
        for file in self.files:
            if name in file.values:
                return file.values[name], file.path
        return None


def find(strangers: Sequence[str] | None) -> Found:
    """The settings for the current folder; `strangers` are the files to grade, or None.

    Raises:
        UsageError: a file in use is not a valid file of settings.
    """
    files = []
    project, why = _project(strangers)
    if project and not why:
        files.append(_read(project))
    own = user_file()
    if os.path.isfile(own):
        files.append(_read(own))
    return Found(tuple(files), project if why else None, why)


def user_file() -> Path:
    """The path of the user's own settings file, which may be missing."""
    home = os.environ.get("XDG_CONFIG_HOME", "")
    folder = Path(home) if os.path.isabs(home) else Path(os.path.expanduser("~/.config"))
    return folder / "grade" / "config.toml"


def refusal(path: Path, strangers: Sequence[str] | None) -> str:
    """The reason why a project's settings file is ignored; empty if it is used."""
    if path.stat().st_uid not in (os.geteuid(), 0):
        return "it belongs to another user"
    if strangers is None:
        return ""
    if os.environ.get("CI"):
        return "in a pipeline (CI is set) it may have come with the submission"
    folders = {os.path.abspath(path.parent), os.path.realpath(path.parent)}
    for name in strangers:
        if "\0" in name:
            continue  # a NUL cannot occur in a file's name
        # By its own name as well: a link beside the settings leads wherever its author likes.
        if any(
            Path(place).is_relative_to(folder)
            for place in (os.path.abspath(name), os.path.realpath(name))
            for folder in folders
        ):
            return "the submission lies in its folder, and may have brought it"
    return ""


def _project(strangers: Sequence[str] | None) -> tuple[Path | None, str]:
    """The project's settings file, and the reason why it is ignored, if it is."""
    chosen = os.environ.get("GRADE_CONFIG")
    if chosen:
        return Path(chosen), ""
    try:
        here = Path.cwd()
    except FileNotFoundError:  # it was removed
        return None, ""
    home = Path(os.path.expanduser("~"))
    for folder in (here, *here.parents):
        for path in (folder / OWN, folder / SHARED):
            if os.path.isfile(path):
                why = refusal(path, strangers)
                if path.name == OWN or _has_table(path, careful=bool(why)):
                    return path, why
        if folder == home:
            break
    return None, ""


def _has_table(path: Path, *, careful: bool) -> bool:
    """Whether the file has settings of ours; if `careful`, unreadable files count as having none."""
    try:
        return bool(_TABLE.search(_content(path)))
    except UsageError:
        if careful:
            return False
        raise


def _content(path: Path) -> bytes:
    try:
        return content(path, _MOST_BYTES)
    except Unreadable as exc:
        raise _wrong(path, str(exc)) from None


def _read(path: Path) -> File:
    try:
        table = parsed(content(path, _MOST_BYTES))
    except Unreadable as exc:
        raise _wrong(path, str(exc)) from None
    for key in ("tool", "grade") if path.name == SHARED else ():
        table = table.get(key, {})
        if not isinstance(table, dict):
            raise _wrong(path, f"sets {key!r} to a value, where the table [tool.grade] belongs")
    for name, value in table.items():
        _check(path, name, value)
    folder = path.absolute().parent
    if "exercises" in table:
        table["exercises"] = str(folder / Path(table["exercises"]).expanduser())
    return File(path, table)


def _check(path: Path, name: str, value: object) -> None:
    setting = _IN_FILES.get(name)
    if setting is None:
        near = difflib.get_close_matches(name, _IN_FILES, 1)
        raise _wrong(
            path, f"sets {name!r}, which is no setting",
            f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(_IN_FILES)}.",
        )  # fmt: skip
    fits = type(value) in _KINDS[setting.kind]
    if isinstance(value, list):
        fits = fits and all(type(item) is str for item in value)
    if not fits:
        raise _wrong(path, f"sets {name} to {as_toml(value)}, and not to {setting.kind}")


def _wrong(path: Path, what: str, remedy: str = "") -> UsageError:
    return UsageError(f"The settings file {quoted(str(path))} {what}.", code="bad-settings", remedy=remedy)
