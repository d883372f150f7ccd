"""Finds the solution among the files of a submission: by its name, or by the names that it defines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..errors import RejectedSubmission
from ..exercises.exercise import Exercise
from ..exercises.find import defined
from ..text import quoted
from .naming import NOTEBOOK
from .notebooks import read_notebook
from .submission import rejected

# What stands in an import statement, in brackets too; those of generated files may be longer.
_IMPORTED = re.compile(rb"^from[ \t]+[\w.]+[ \t]+import[ \t]*(\([^)]{0,4000}\)|[^\n(]*)", re.M)
_WORD = re.compile(rb"\w+")
# Of several files that could be meant it is the first of these that is there.
_USUAL = ("solution", "main", "__init__")


@dataclass(frozen=True, slots=True)
class Choice:
    """The solution's file, its dotted module name, and the folder to import it from."""

    name: str
    module: str
    root: str


def chosen(path: str, files: dict[str, bytes], exercise: Exercise) -> Choice:
    """Finds the solution among `files` of the submission at `path`.

    Raises:
        RejectedSubmission: there is none, or there are several.
    """
    if exercise.demands.solution:
        return _by_name(path, files, exercise.demands.solution)
    names = set(exercise.names)
    sources = {name: content for name, content in files.items() if name.endswith(".py")}
    defining = [name for name, source in sources.items() if names and names <= defined(source)]
    if len(defining) > 1:
        raise _several(path, defining, names)
    if not defining:
        defining = _notebooks(path, files, names)
    if not defining:
        defining = [name for name, source in sources.items() if names <= defined(source) | _imported(source)]
    if len(defining) != 1:
        defining = [_usual(defining or list(sources), exercise.slug)]
    if not defining[0]:
        asked = ", ".join(map(quoted, exercise.names)) or "a solution"
        raise rejected(
            path, f"holds no file that defines {asked}", "no-solution", "Hand in the one that does."
        )
    return _choice(path, defining[0], files)


def _by_name(path: str, files: dict[str, bytes], solution: str) -> Choice:
    place = solution.replace(".", "/")
    found = [
        name
        for name in files
        if any(f"/{name}".endswith(f"/{place}{end}") for end in (".py", "/__init__.py"))
    ]
    right_there = [name for name in found if name in (f"{place}.py", f"{place}/__init__.py")]
    found = sorted(right_there, key=len, reverse=True)[:1] or found  # a package wins over a module
    if not found:
        what = f"holds no module or package {quoted(solution)}"
        raise rejected(path, what, "no-solution", "Hand in the folder that has it.")
    if len(found) > 1:
        raise _several(path, found, {solution})
    name = found[0]
    root = name[: -len("/__init__.py" if name.endswith("/__init__.py") else ".py") - len(place)].rstrip("/")
    return Choice(name, solution, root)


def _imported(source: bytes) -> set[str]:
    words = {word for part in _IMPORTED.findall(source) for word in _WORD.findall(part)}
    return {word.decode("utf-8", "replace") for word in words}


def _notebooks(path: str, files: dict[str, bytes], names: set[str]) -> list[str]:
    """The notebooks that may be the solution: those defining the names, or a single one without modules."""
    notebooks = [name for name in files if name.endswith(NOTEBOOK)]
    if not notebooks:
        return []
    if len(notebooks) == 1 and not any(name.endswith(".py") for name in files):
        return notebooks
    sources = {name: "\n".join(read_notebook(f"{path}/{name}", files[name]).cells) for name in notebooks}
    found = [name for name, source in sources.items() if names and names <= defined(source.encode())]
    if len(found) > 1:
        raise _several(path, found, names)
    return found


def _usual(names: list[str], slug: str) -> str:
    """The file with the most usual name for a solution, nearest to the top."""
    if len(names) == 1:
        return names[0]
    for stem in (slug, *_USUAL):
        fitting = [name for name in names if name.rpartition("/")[2] == f"{stem}.py"]
        if fitting:
            return min(fitting, key=lambda name: (name.count("/"), name))
    return ""


def _choice(path: str, name: str, files: dict[str, bytes]) -> Choice:
    """Determines the module name of the file `name`: folders with an `__init__.py` are packages."""
    *folders, last = name.split("/")
    if last.endswith(NOTEBOOK):
        return Choice(name, "", "/".join(folders))
    stem = last.removesuffix(".py")
    if "." in stem:
        what = (
            f"holds its solution in {quoted(name)}, which cannot be imported because of the dot in its name"
        )
        raise rejected(path, what, "odd-name", "Rename it.")
    inner = [] if stem == "__init__" and folders else [stem]
    while folders and ("/".join([*folders, "__init__.py"]) in files or not inner):
        inner.insert(0, folders.pop())
    return Choice(name, ".".join(inner), "/".join(folders))


def _several(path: str, names: list[str], asked: set[str]) -> RejectedSubmission:
    both = " and ".join(map(quoted, sorted(names)[:2]))
    more = f" (and {len(names) - 2} more)" if names[2:] else ""
    defines = ", ".join(map(quoted, sorted(asked)))
    what = f"holds {both}{more}, each of which defines {defines}: either would be the solution"
    return rejected(path, what, "two-solutions", "Hand in one of them.")
