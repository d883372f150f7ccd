"""What the pages say exists: commands, options, settings, paths, links and anchors."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from grader.authoring.samples import samples
from grader.cli import grade
from grader.exercises.manifest import load
from grader.settings import SETTINGS

from .pages import PAGES, ROOT, anchors, code, links, read, rows, section

# Options of other programs than ours that the pages name.
FOREIGN = {"-e", "-m", "-q", "-k", "-x", "--pdb", "--solution"}


def command(name: str) -> click.Command:
    with click.Context(grade) as context:
        found = grade.get_command(context, name)
    assert found, f"there is no command {name}"
    return found


def options(*names: str) -> set[str]:
    given = {"--help", "-h"}
    for name in names:
        found = command(name)
        for one in (found, *(found.commands.values() if isinstance(found, click.Group) else ())):
            for held in one.params:
                if isinstance(held, click.Option):
                    given.update(held.opts, held.secondary_opts)
    return given


def names() -> list[str]:
    with click.Context(grade) as context:
        return grade.list_commands(context)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_exists(page: str) -> None:
    for text in code(read(page)):
        called = re.search(r"(?:^|[\s/])grade ([a-z]+(?:-[a-z]+)*)\b(.*)", text)
        known = options(called[1]) if called else options(*names()) | FOREIGN
        rest = called[2] if called else text
        if called or text.startswith("-"):
            assert set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", rest)) <= known, text


def test_the_settings_are_those_that_the_code_reads() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "grader").rglob("*.py"))
    # How the judge is told its import path; set by us, and no setting.
    read_by_code = set(re.findall(r"\bGRADE_[A-Z_]+\b", source)) - {"GRADE_PATH"}
    assert {cells[0].strip("`") for cells in rows(read("docs/settings.md"))} == read_by_code


def test_the_keys_of_a_settings_file_stand_beside_their_variables() -> None:
    documented = {cells[0].strip("`"): cells[1].strip("`") for cells in rows(read("docs/settings.md"))}
    assert documented == {held.variable: held.name if held.kind else "" for held in SETTINGS}


def test_the_table_of_formats_is_whole() -> None:
    (choices,) = (held for held in command("submit").params if held.name == "forms")
    documented = [cells[0].strip("`") for cells in rows(section("docs/reports.md", "Formats"))]
    assert isinstance(choices, click.Option)
    assert choices.help is not None
    assert documented == re.findall(r"\w+", choices.help.partition(":")[2].partition(";")[0])


def test_the_table_of_exercises_has_them_all_with_all_their_submissions() -> None:
    table = rows(read("docs/exercises.md"))
    documented = {cells[0].partition("`")[2].partition("`")[0]: int(cells[2]) for cells in table}
    assert len(documented) == len(table)
    folders = [path.parent for path in (ROOT / "exercises").glob("*/exercise.toml")]
    counted = {folder.name: len(samples(load(folder))[0]) for folder in folders}
    assert documented == counted


@pytest.mark.parametrize(
    "task", sorted((ROOT / "exercises").glob("*/README.md")), ids=lambda path: path.parent.name
)
def test_a_task_names_the_time_limit_of_its_manifest(task: Path) -> None:
    manifest = task.with_name("exercise.toml").read_text("utf-8")
    (wall_seconds,) = re.findall(r"^wall_seconds = (\d+)", manifest, re.M)
    told = re.search(r"(\d+) seconds\s+of\s+elapsed", task.read_text("utf-8"))
    assert told
    assert told[1] == wall_seconds


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_is_named_exists(page: str) -> None:
    for text in code(read(page)):
        for path in re.findall(
            r"(?<![\w./])(?:exercises|grader|sandbox|tests|docs|benchmarks)/[\w./-]+", text
        ):
            assert (ROOT / path).exists(), path


def test_every_page_can_be_reached_from_the_readme() -> None:
    linked = {link.partition("#")[0] for link in links("README.md")}
    assert {page for page in PAGES if page != "README.md"} <= linked


def test_there_is_a_place_for_the_benchmarks() -> None:
    page = read("docs/benchmarks.md")
    assert re.search(r"^<!-- benchmarks -->$.+^<!-- /benchmarks -->$", page, re.M | re.S)
