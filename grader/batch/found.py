"""Finds candidates below paths: one file or sub-folder each, with a name that is the same in every run.

The files in a folder of submissions were named and made by those who handed them in. So any fault of one
submission (a duplicate name, a name that matches in two ways, a link) is reported for that one only.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..errors import RejectedSubmission, UsageError
from ..exercises.exercise import Exercise
from ..submissions.fitting import fitted
from ..submissions.naming import UNREAD
from ..submissions.reading import ENDINGS, read
from ..submissions.submission import Submission
from ..text import as_text, quoted
from . import exports
from .named import spread

NAME = "{candidate}"
_NO_FILE = "holds no Python file"
# The remedy for a submission whose file or owner is unclear, by the code of the reason.
_REMEDIES = {
    "which-file": "--pattern says which.",
    "no-python": "A Python file, a notebook or an archive can be graded.",
    "two-of-one-name": "Rename one, say with --pattern what the names are, or with --attempts which counts.",
    "does-not-fit": "Rename it, or change --pattern.",
    "ambiguous-name": "Say with --pattern more of what stands around the name.",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A candidate and the file to grade; `unclear` is why that file is unknown, `code` the kind of reason."""

    name: str
    path: str
    unclear: str = ""
    code: str = "which-file"
    attempt_of: str = ""  # the candidate's name, if several of their files are graded
    time: str = ""  # when it was handed in, if a platform says that in the name
    rivals: tuple[str, ...] = ()  # the other files that would be the candidate's
    late: bool | None = None  # whether a platform says that it was; None if it does not say

    @property
    def modified(self) -> float:
        """When the file was last written, in seconds since 1970; 0 if it does not exist."""
        try:
            return os.lstat(self.path).st_mtime
        except OSError:
            return 0.0

    def submission(self, exercise: Exercise | None = None) -> Submission:
        """Reads the candidate's submission and fits it to the exercise.

        Raises:
            RejectedSubmission: it cannot be graded, or its file is not known.
        """
        if self.unclear:
            raise RejectedSubmission(
                f"{quoted(self.path)} {self.unclear}.", code=self.code, remedy=_REMEDIES[self.code]
            )
        try:
            submission = read(self.path)
        except UsageError as exc:  # it existed a moment ago, or is a folder named like a file
            raise RejectedSubmission(exc.message, code=exc.code) from None
        return submission if exercise is None else fitted(submission, exercise)


# Decides what is graded of the entries that have one name.
Choose = Callable[[list["Entry"]], list["Entry"]]


def candidates(
    paths: Iterable[str],
    pattern: str | None = None,
    choose: Choose | None = None,
    *,
    slug: str = "",
    as_projects: bool = False,
) -> list[Entry]:
    """All candidates below `paths`, which are files, folders or globs; sorted by name.

    Without a pattern a folder holds a file `NAME.py`, a notebook, an archive or a sub-folder `NAME` for each
    candidate; these may also be named one by one. A sub-folder with a single file stands for that file,
    unless submissions are read `as_projects`; otherwise it is handed in as a whole. Folders named side by
    side that hold one submission each are one candidate each. A pattern may also be the name of a platform;
    if a candidate has several files, the one called after the `slug` counts. Candidates of the same name are
    listed once, as unclear, unless `choose` decides between them.

    Raises:
        UsageError: a path is not there, the pattern is not valid, or nobody is found.
    """
    platform = pattern if pattern in exports.PLATFORMS else None
    parts = None if pattern is None or platform else _parts(pattern)
    by_name: dict[str, dict[str, Entry]] = {}
    named = list(spread(paths))
    strays = set() if pattern else _strays([path for path, _ in named])
    own = set() if pattern else _candidates_own([path for path, _ in named], as_projects=as_projects)
    export = _Export(platform, slug, as_projects) if platform else None
    for path, is_named in named:
        if path in strays:
            continue
        # A link that nobody named may lead to other people's submissions.
        if not os.path.isdir(path) or (os.path.islink(path) and not is_named):
            here: Iterable[Entry] = export.of_file(Path(path)) if export else [_of_file(path, parts)]
        elif not os.access(path, os.R_OK | os.X_OK):
            raise UsageError(
                f"The folder {quoted(path)} cannot be read.", code="unreadable", remedy="Check its mode."
            )
        elif export:
            here = export.of_folder(Path(path))
        elif path in own:
            place = Path(path) if Path(path).name not in ("", "..") else Path(os.path.abspath(path))
            here = [_of_sub_folder(place, as_projects=as_projects)]
        elif parts is not None:
            here = _by_pattern(Path(path), parts)
        else:
            here = _in_folder(Path(path), as_projects=as_projects)
        for one in here:
            by_name.setdefault(one.name, {}).setdefault(os.path.abspath(one.path), one)
    choose = choose or (lambda same: [_only(same)])
    everybody = [one for name in sorted(by_name) for one in choose(list(by_name[name].values()))]
    _refuse_nobody(everybody, platform)
    return everybody


def _refuse_nobody(everybody: list[Entry], platform: str | None) -> None:
    """Raises a UsageError if nobody was found, or no name is as the pattern wants it."""
    if not everybody:
        called = f": {platform} calls one such as {exports.PLATFORMS[platform].example!r}" if platform else ""
        raise UsageError(
            f"There is no submission in what was named{called}.", code="no-submissions",
            remedy="Check the paths and --pattern.",
        )  # fmt: skip
    if all(one.code == "does-not-fit" for one in everybody):
        is_packed = platform and not everybody[0].path.lower().endswith((".py", ".ipynb"))
        what = "Unpack it and name its folder" if is_packed else "Leave it out"
        raise UsageError(
            f"{quoted(everybody[0].path)} {everybody[0].unclear}.", code="does-not-fit",
            remedy=f"{what}, or change --pattern.",
        )  # fmt: skip


def _strays(paths: list[str]) -> set[str]:
    """The files among `paths`, as from `class/*`, that would be nobody's in a folder; none if all are."""
    strays = {
        path for path in paths
        if not os.path.isdir(path) and not _can_be_read(path) and not _is_refused(path)
    }  # fmt: skip
    return strays if strays != set(paths) else set()


def _candidates_own(paths: list[str], *, as_projects: bool) -> set[str]:
    """The folders among `paths`, as from `class/*`, if each of them contains one candidate's submission."""
    folders = [path for path in paths if os.path.isdir(path) and os.access(path, os.R_OK | os.X_OK)]
    places = {os.path.abspath(path) for path in folders}
    if len(places) < 2 or len({os.path.dirname(place) for place in places}) > 1:
        return set()
    if any(glob.glob(os.path.join(glob.escape(path), "*", "*.py")) for path in folders):
        return set()
    inside = [_of_sub_folder(Path(path), as_projects=as_projects) for path in folders]
    several = [
        one
        for one, path in zip(inside, folders, strict=True)
        if one.unclear != _NO_FILE and (one.unclear or (one.path == str(Path(path)) and not as_projects))
    ]
    return set(folders) if not several and not all(one.unclear for one in inside) else set()


@dataclass(slots=True)
class _Export:
    """A platform's way to name what was handed in, and the lists of people that lay beside it."""

    platform: str
    slug: str
    as_projects: bool
    _people: dict[Path, dict[str, exports.Person]] = field(default_factory=dict)

    def of_file(self, file: Path) -> list[Entry]:
        """The entry for a file that was named; none for a page or list beside the submissions."""
        known = self.entries(file.parent, [file.name])
        if known or not _can_be_read(file.name):
            return known
        example = exports.PLATFORMS[self.platform].example
        what = f"is not called as {self.platform} calls submissions, such as {example!r}"
        return [Entry(_nobodys(str(file)), str(file), what, "does-not-fit")]

    def of_folder(self, folder: Path) -> list[Entry]:
        """The entries for a folder that was named; it may be one candidate's, as from `export/*`."""
        return self.entries(folder.parent, [folder.name]) or self.entries(folder, sorted(os.listdir(folder)))

    def entries(self, folder: Path, names: list[str]) -> list[Entry]:
        """Entries for the names that match the platform's scheme, also where a file cannot be graded."""
        entries: dict[str, list[Entry]] = {}
        for name in names:
            said = None if _is_hidden(name) else exports.read(as_text(name), self.platform, self._in(folder))
            if said is None:
                continue
            path = folder / name
            if _leads_to_a_folder(path):
                one = _of_sub_folder(path, as_projects=self.as_projects)
            else:
                one = Entry("", str(path))
                if not _can_be_read(name):
                    one = replace(one, unclear="is no Python file", code="no-python")
            entry = replace(one, name=said.candidate, time=said.time, late=said.late)
            entries.setdefault(said.candidate, []).append(entry)
        found = []
        for same in entries.values():
            clear = [one for one in same if not one.unclear]
            # What a platform renamed was called after the exercise before.
            called = [
                one
                for one in clear
                if _can_be_read(one.path)
                and re.search(rf"(^|[_/]){re.escape(self.slug)}([-_ ]?\(?\d*\)?)$", _stem(one.path))
            ]
            found += called or clear or same[:1]
        return found

    def _in(self, folder: Path) -> dict[str, exports.Person]:
        if folder not in self._people:
            self._people[folder] = exports.people(folder, self.platform)
        return self._people[folder]


def _only(same: list[Entry]) -> Entry:
    """The single entry among those with the same name; if there are several, an entry marked as unclear."""
    first, *others = same
    if not others:
        return first
    more = f", and {len(others) - 1} more," if others[1:] else ""
    unclear = f"and {quoted(others[0].path)}{more} would both be the submission of {quoted(first.name)}"
    return Entry(first.name, first.path, unclear, "two-of-one-name", rivals=tuple(one.path for one in others))


def _of_file(path: str, parts: list[str] | None) -> Entry:
    if parts is None:
        name = Path(path).name
        return Entry(as_text(_stem(name) if _can_be_read(name) else Path(path).stem), path)
    above = Path(os.path.abspath(path))
    last = above.parts[-len(parts) :]
    fitting = [_fitting(name, part) for name, part in zip(last, parts, strict=False)]
    if len(last) < len(parts) or None in fitting:
        what = f"does not fit the pattern {quoted('/'.join(parts))}"
        return Entry(_nobodys(path), path, what, "does-not-fit")
    names = set().union(*(called or () for called in fitting))
    is_strange = any(os.path.islink(folder) for folder in list(above.parents)[: len(parts) - 1])
    return _named(names, path, "lies behind a symbolic link" if is_strange else "")


def _by_pattern(folder: Path, parts: list[str], names: frozenset[str] = frozenset()) -> Iterator[Entry]:
    """Yields the entries in `folder` that match the pattern; `names` are candidate names matched so far."""
    part, *rest = parts
    try:
        listed = sorted(os.listdir(folder))
    except OSError as exc:
        yield _named(names, str(folder), f"cannot be read ({exc.strerror})")
        return
    for name in listed:
        fitting = _fitting(name, part)
        if fitting is None or (fitting and all(map(_is_hidden, fitting))):
            continue
        path, called = folder / name, names | fitting
        if not rest:
            yield _named(called, str(path))
        elif not _leads_to_a_folder(path):
            continue
        elif os.path.islink(path):
            # A candidate's link must not lead to a file of somebody else's.
            yield _named(called, str(path), "is a symbolic link")
        else:
            yield from _by_pattern(path, rest, called)


def _named(names: Iterable[str], path: str, unclear: str = "") -> Entry:
    """The entry for a path whose pattern gave these candidate names; unclear unless there is exactly one."""
    called = sorted(names)
    if len(called) == 1:
        return Entry(as_text(called[0]), path, unclear)
    if not called:
        return Entry(_nobodys(path), path, unclear)
    what = f"fits the pattern in more than one way, as of {quoted(called[0])} and of {quoted(called[1])}"
    return Entry(_nobodys(path), path, what, "ambiguous-name")


def _nobodys(path: str) -> str:
    """A name for an entry without a candidate's name: its path, which always contains a slash."""
    return as_text(path if "/" in path else f"./{path}")


def _in_folder(folder: Path, *, as_projects: bool) -> Iterator[Entry]:
    for name in sorted(os.listdir(folder)):
        path = folder / name
        if _is_hidden(name):
            continue
        if _leads_to_a_folder(path) and not (path.is_symlink() and name.endswith(".py")):
            yield _of_sub_folder(path, as_projects=as_projects)
        elif _can_be_read(name) or _is_refused(name):
            yield Entry(as_text(_stem(name)), str(path))


def _leads_to_a_folder(path: Path) -> bool:
    """Whether `path` is a folder, or a link that leads to one or nowhere."""
    return os.path.isdir(path) or (os.path.islink(path) and not os.path.exists(path))


def _of_sub_folder(folder: Path, *, as_projects: bool) -> Entry:
    name = as_text(folder.name)
    if os.path.islink(folder):
        return Entry(name, str(folder), "is a symbolic link")
    try:
        listed = sorted(os.listdir(folder))
    except OSError as exc:
        return Entry(name, str(folder), f"cannot be read ({exc.strerror})")
    listed = [file for file in listed if not _is_hidden(file)]
    files = [file for file in listed if _can_be_read(file)] or [file for file in listed if _is_refused(file)]
    has_folders = any(map(os.path.isdir, (folder / file for file in listed)))
    if not files and not has_folders:
        return Entry(name, str(folder), _NO_FILE, "no-python")
    is_one = len(files) == 1 and not has_folders and (not as_projects or not files[0].endswith(".py"))
    return Entry(name, str(folder / files[0] if is_one else folder))


def _stem(name: str) -> str:
    """The file's name without the ending that marks its type."""
    return next(name[: -len(end)] for end in (*ENDINGS, *UNREAD) if name.lower().endswith(end))


def _can_be_read(name: str) -> bool:
    return name.lower().endswith(ENDINGS)


def _is_refused(name: str) -> bool:
    """Whether a file is handed in so that it cannot be read, which its candidate has to be told."""
    return name.lower().endswith(UNREAD)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "__"))


def _parts(pattern: str) -> list[str]:
    """Splits a pattern into its path components: one for each folder, the last for the file."""
    parts = pattern.split("/")
    if pattern.count(NAME) != 1 or "**" in pattern or not {"", ".."}.isdisjoint(parts):
        raise UsageError(
            f"{quoted(pattern)} is no pattern: it needs {NAME} once, and is a path below a folder.",
            code="no-pattern", remedy=f"Such as '{NAME}/solution.py' or '*_{NAME}.py', or one of "
            f"{', '.join(exports.PLATFORMS)}.",
        )  # fmt: skip
    return parts


def _fitting(name: str, part: str) -> frozenset[str] | None:
    """The candidate names that `part` can extract from `name`: empty if it contains none, None if no match.

    If several names match, two are returned. The time is bounded by the product of both lengths; a regular
    expression with two stars takes minutes for a name made for that purpose.
    """
    if name.startswith(".") and not part.startswith("."):  # as a shell does
        return None
    before, is_named, after = part.partition(NAME)
    begins = _ends(name, before)
    if not is_named:
        return frozenset() if len(name) in begins else None
    ends = [len(name) - place for place in _ends(name[::-1], after[::-1])]
    matches: set[str] = set()
    for begin in sorted(begins):
        for end in sorted(ends):
            matches |= {name[begin:end]} - {""}
            if len(matches) > 1:
                return frozenset(matches)
    return frozenset(matches) or None


def _ends(name: str, pattern: str) -> set[int]:
    """The positions where a prefix of `name` can end that matches the glob `pattern` of `?` and `*`."""
    places = {0}
    for character in pattern:
        if character == "*":
            places = set(range(min(places, default=len(name) + 1), len(name) + 1))
        else:
            places = {place + 1 for place in places if place < len(name) and character in ("?", name[place])}
    return places
