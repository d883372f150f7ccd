"""The map of the code: imports point one way, files stay short, names say something."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = 400

# Each part and what it may import of ours; the table of architecture.md ("Directions").
BASE = {"capacity", "errors", "limits", "text", "places", "digests", "regular", "seeds", "version"}
ALLOWED: dict[str, set[str]] = {
    **{part: set() for part in BASE},
    "wire": set(),
    "markers": set(),
    "settings": BASE,
    "report": BASE | {"wire"},
    "submission": BASE | {"wire", "report"},
    "exercises": BASE | {"wire", "report"},
    "sandboxes": BASE | {"wire", "report"},
    "judge": BASE | {"wire", "report", "exercises", "sandboxes.base", "markers"},
    "fixtures": {"judge"},
    "render": {"report", "text", "errors"},
    "provenance": BASE | {"report", "exercises"},
    "submit": BASE | {"wire", "report", "submission", "exercises", "sandboxes.base", "judge", "provenance"},
    "replay": BASE | {"wire", "report", "submission", "exercises"},
    "probe": BASE | {"wire", "report", "submission", "exercises", "sandboxes.base", "judge"},
    "prove": BASE | {"wire", "report", "submission", "exercises", "sandboxes.base", "judge", "submit"},
    "side_by_side": BASE | {"wire", "report", "submission", "exercises", "sandboxes.base", "judge", "submit"},
    "audit": BASE
    | {"wire", "report", "submission", "exercises", "sandboxes.base", "judge", "submit", "side_by_side"},
    "authoring": BASE
    | {"wire", "report", "submission", "exercises", "sandboxes.base", "judge", "submit"}
    | {"side_by_side", "audit"},
    "batch": BASE
    | {"wire", "report", "submission", "exercises", "sandboxes.base", "judge", "submit", "render"},
    "cli": {
        *BASE, "wire", "report", "submission", "exercises", "sandboxes", "judge", "render", "submit", "probe",
        "prove", "audit", "authoring", "batch", "settings", "replay",
        "",  # the package itself, for its version
    },
    "pytest_plugin": BASE
    | {"wire", "report", "submission", "exercises", "sandboxes", "judge", "submit"},
    "api": BASE
    | {"wire", "report", "submission", "exercises", "sandboxes", "judge", "render", "submit"},
    "": {"version", "api", "errors", "exercises", "limits", "report"},
    "__main__": {*BASE, "cli", "judge", ""},
}  # fmt: skip


def modules(folder: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "_shipped" not in path.parts)


def dotted(path: Path, root: Path) -> str:
    name = ".".join(path.relative_to(root).with_suffix("").parts)
    return name.removesuffix("__init__").removesuffix(".")


def imported(path: Path, root: Path) -> Iterator[str]:
    """The full name of every module that is imported anywhere in the file, whatever the `if` around it."""
    package = list(path.relative_to(root).parent.parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = Path(root, *module.split("."), alias.name)
                is_module = inner.with_suffix(".py").exists() or inner.is_dir()
                yield f"{module}.{alias.name}" if is_module else module


def ours(name: str) -> str:
    """`grader.judge.talk.stream` as `judge`; of the sandboxes the base is a part of its own."""
    inner = name.removeprefix("grader").removeprefix(".")
    return inner if inner == "sandboxes.base" else inner.partition(".")[0]


@pytest.mark.parametrize("path", modules("grader"), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    part = ours(dotted(path, ROOT)).removesuffix(".base")
    seen = {ours(name) for name in imported(path, ROOT) if name.partition(".")[0] == "grader"}
    beyond = {
        name
        for name in seen - ALLOWED[part] - {part, f"{part}.base"}
        if name.partition(".")[0] not in ALLOWED[part]
    }
    assert beyond == set()


def test_every_part_has_its_place_in_the_table() -> None:
    parts = {ours(dotted(path, ROOT)).removesuffix(".base") for path in modules("grader")}
    assert parts == set(ALLOWED)


def test_the_table_has_no_circle() -> None:
    def reach(part: str, path: tuple[str, ...]) -> None:
        assert part not in path, " -> ".join([*path, part])
        for lower in ALLOWED[part]:
            reach(lower.removesuffix(".base"), (*path, part))

    for part in ALLOWED:
        reach(part, ())


STANDARD = set(sys.stdlib_module_names)


@pytest.mark.parametrize("path", modules("grader/wire"), ids=lambda path: path.name)
def test_the_wire_needs_the_standard_library_only(path: Path) -> None:
    beyond = {name for name in imported(path, ROOT) if not name.startswith("grader.wire")}
    assert {name.partition(".")[0] for name in beyond} <= STANDARD


@pytest.mark.parametrize("path", modules("sandbox"), ids=lambda path: str(path.relative_to(ROOT)))
def test_what_runs_inside_knows_nothing_of_us_but_the_wire_and_itself(path: Path) -> None:
    for name in imported(path, ROOT / "sandbox"):
        top = name.partition(".")[0]
        assert top in STANDARD | {"worker"} or name.startswith("grader.wire"), name


def test_nothing_outside_the_sandbox_imports_what_runs_inside() -> None:
    for path in modules("grader"):
        assert not {name for name in imported(path, ROOT) if name.partition(".")[0] in ("worker", "sandbox")}


@pytest.mark.parametrize("name", ["docker", "pytest", "_pytest", "click", "rich", "libcst", "mutmut"])
def test_each_library_is_used_in_one_part_only(name: str) -> None:
    where = {
        "docker": {"sandboxes"}, "pytest": {"judge", "markers", "pytest_plugin"}, "_pytest": {"judge"},
        "click": {"cli"},
        "rich": {"render", "cli"}, "libcst": {"authoring"}, "mutmut": {"authoring"},
    }[name]  # fmt: skip
    users = {
        ours(dotted(path, ROOT)).partition(".")[0]
        for path in modules("grader")
        if any(module.partition(".")[0] == name for module in imported(path, ROOT))
    }
    assert users <= where


def test_nothing_from_outside_could_be_run() -> None:
    """Neither pickle nor its like, nor `eval`, on the trusted side."""
    forbidden = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "yaml", "code", "codeop"}
    for path in modules("grader"):
        assert not {name.partition(".")[0] for name in imported(path, ROOT)} & forbidden, path
        called = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not called & {"eval", "exec", "compile", "__import__"}, path


# What lies in a folder of `attacks` is a submission, and need not even be text.
ATTACKS = ROOT / "tests" / "attacks"
SOURCES = [
    path
    for folder in ("grader", "sandbox", "tests")
    for path in modules(folder)
    if path.parent.parent != ATTACKS
]


def test_no_file_is_longer_than_a_reader_bears() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = {
        "utils",
        "util",
        "helpers",
        "helper",
        "common",
        "misc",
        "manager",
        "core",
        "tools",
        "base_utils",
    }
    assert [path for path in SOURCES if path.stem in empty or path.parent.name in empty] == []


def test_every_module_says_in_its_first_line_why_it_exists() -> None:
    silent = [path for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert silent == []
