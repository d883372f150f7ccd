"""The map of the code: imports point one way, files stay short, names say something."""

from __future__ import annotations

import ast
import collections
import graphlib
import io
import statistics
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = 400

# Each room and what it may import of ours; `docs/architecture.md` shows it as a table.
BASE = {"errors", "limits", "seeds", "text", "version", "machine"}
NOUNS = BASE | {"wire", "report", "exercises", "submissions"}
ALLOWED: dict[str, set[str]] = {
    **{part: set() for part in BASE},
    "wire": set(),
    "markers": set(),
    "settings": BASE,
    "report": BASE | {"wire"},
    "exercises": BASE | {"wire", "report"},
    "submissions": BASE | {"report", "exercises"},
    "environments": NOUNS,
    "sandboxes": NOUNS | {"environments"},
    "judge": NOUNS | {"sandboxes.base", "markers"},
    "fixtures": {"judge"},
    "render": {"report", "text", "errors"},
    "grading": NOUNS | {"environments", "sandboxes.base", "judge"},
    "selftest": NOUNS | {"sandboxes.base", "judge", "grading"},
    "authoring": NOUNS | {"markers", "sandboxes.base", "judge", "grading", "selftest"},
    "batch": NOUNS | {"sandboxes.base", "judge", "grading", "render"},
    "pytest_plugin": NOUNS | {"sandboxes", "judge", "grading"},
    "records": NOUNS,
    "database": NOUNS | {"records"},
    "client": NOUNS | {"records"},
    # What takes submissions over HTTP opens no sandbox, and what opens them serves nothing over HTTP.
    "service": NOUNS | {"records", "database", "render"},
    "runner": NOUNS | {"authoring", "records", "database", "environments", "sandboxes", "judge", "grading"},
    "api": NOUNS | {"sandboxes", "judge", "grading", "render"},
    "cli": {
        *NOUNS, "environments", "sandboxes", "judge", "render", "grading", "selftest", "authoring", "batch",
        "settings", "records", "database", "client", "service", "runner",
        "",  # the package itself, for its version
    },
    "": {"version", "api", "errors", "exercises", "limits", "report"},
    "__main__": {*BASE, "cli", "judge", ""},
}  # fmt: skip

# Inside the judge's room: who may import whom there.
JUDGE: dict[str, set[str]] = {
    "assignment": set(),
    "births": set(),
    "events": set(),
    "handle": {"assignment", "births", "events"},
    "talk": set(),
    "declared": set(),
    "fixtures": {"talk", "declared"},
    "inside": {"assignment", "births", "events", "talk", "declared", "fixtures"},
}

# At the top of the package lie the door, what is public, and the nouns that everybody speaks.
MOST_LOOSE = 12
MOST_FUNCTION_LINES = 60
MEDIAN_FUNCTION_LINES = 12
MOST_PARAMETERS = 5

# The two halves of one thing, one on each side of the stream; and a command beside what it runs.
HALVES = {"classes", "clock", "exceptions", "facts", "loops", "protections", "zygote"}
COMMANDS = {"audit", "replay", "settings", "submit", "exercises", "remote", "serve"}
CLASS_HALVES = {"Conversation", "Loops"}


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


@pytest.mark.parametrize("path", modules("grader/judge"), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_rooms_of_the_judge_point_one_way_too(path: Path) -> None:
    room = dotted(path, ROOT).removeprefix("grader.judge").removeprefix(".").partition(".")[0]
    seen = {
        name.removeprefix("grader.judge.").partition(".")[0]
        for name in imported(path, ROOT)
        if name.startswith("grader.judge.")
    }
    assert seen - {room} <= JUDGE.get(room, set())


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Also for types: an import under TYPE_CHECKING counts."""
    graph = {
        dotted(path, root): {name for name in imported(path, root) if name != dotted(path, root)}
        for folder, root in (("grader", ROOT), ("sandbox", ROOT / "sandbox"))
        for path in modules(folder)
    }
    graphlib.TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


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


def test_what_a_candidate_may_find_inside_is_the_same_list_twice() -> None:
    """The program that starts cannot import it: none of ours may be imported before its finder is there."""
    lists = {
        ast.literal_eval(node.value)
        for name in ("start.py", "worker/unseen.py")
        for node in ast.parse((ROOT / "sandbox" / name).read_text()).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).lstrip("_") == "VISIBLE"
    }
    assert len(lists) == 1


@pytest.mark.parametrize("name", ["docker", "pytest", "_pytest", "click", "rich", "libcst", "mutmut"])
def test_each_library_is_used_in_one_part_only(name: str) -> None:
    where = {
        "docker": {"sandboxes", "environments"}, "pytest": {"judge", "markers", "pytest_plugin"},
        "_pytest": {"judge"}, "click": {"cli"},
        "rich": {"render", "cli"}, "libcst": {"authoring"}, "mutmut": {"authoring"},
    }[name]  # fmt: skip
    users = {
        ours(dotted(path, ROOT)).partition(".")[0]
        for path in modules("grader")
        if any(held.partition(".")[0] == name for held in imported(path, ROOT))
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


def test_few_modules_lie_loose_at_the_top() -> None:
    assert len(list((ROOT / "grader").glob("*.py"))) <= MOST_LOOSE


OURS = [*modules("grader"), *modules("sandbox")]


def test_no_class_has_a_name_twice() -> None:
    places = collections.defaultdict(set)
    for path in OURS:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].add(str(path.relative_to(ROOT)))
    assert {name: at for name, at in places.items() if len(at) > 1 and name not in CLASS_HALVES} == {}


def test_no_module_has_a_name_twice_but_for_true_halves() -> None:
    places = collections.defaultdict(list)
    for path in OURS:
        if path.stem != "__init__" and path.parent.name != "render":
            places[path.stem].append(path.relative_to(ROOT).parts)
    twice = {name: at for name, at in places.items() if len(at) > 1}
    halves = {
        name
        for name, at in twice.items()
        if {parts[0] for parts in at} == {"grader", "sandbox"} and len(at) == 2
    }
    commands = {name for name, at in twice.items() if len(at) == 2 and any(parts[1] == "cli" for parts in at)}
    assert halves <= HALVES
    assert commands <= COMMANDS
    assert set(twice) == halves | commands


def test_nothing_is_named_after_being_held() -> None:
    """`held` says of anything that it is there, and of nothing what it is."""
    for path in OURS:
        tokens = tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
        assert [
            token.start
            for token in tokens
            if token.type == tokenize.NAME and token.string.strip("_").lower() == "held"
        ] == [], path


def functions() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in OURS:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def test_functions_are_short() -> None:
    lengths = {
        f"{path.relative_to(ROOT)}:{node.lineno}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path, node in functions()
    }
    assert {name: length for name, length in lengths.items() if length > MOST_FUNCTION_LINES} == {}
    assert statistics.median(lengths.values()) <= MEDIAN_FUNCTION_LINES


def test_functions_take_few_parameters() -> None:
    """But for click's commands, whose parameters are options, and the functions that programs call so."""
    many = set()
    for path, node in functions():
        command = path.parent.name == "cli" and node.name.endswith("_command")
        public = path.name == "api.py" and not node.name.startswith("_")
        all_of_them = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        count = len([each for each in all_of_them if each.arg not in ("self", "cls")])
        if count > MOST_PARAMETERS and not command and not public:
            many.add(f"{path.relative_to(ROOT)}:{node.name}")
    assert many == set()


# How a sentence begins that can only be read with the signature beside it.
FRAGMENTS = (
    "That ",
    "Those of ",
    "So many ",
    "Does for ",
    "What came of ",
    "Theirs",
    "Whether so ",
    "Whether this one ",
    "Of ",
    "The same for ",
    "As it ",
    "All the others",
)


def test_docstrings_name_their_subject() -> None:
    said = {}
    for path in OURS:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                first = (ast.get_docstring(node) or "").partition("\n")[0]
                if first.startswith(FRAGMENTS):
                    said[f"{path.relative_to(ROOT)}:{node.name}"] = first
    assert said == {}
