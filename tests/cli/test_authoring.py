"""`grade new`, `grade verify`, `grade kit`: from nothing to what a candidate gets."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from grader.exercises.environment import LOCK
from grader.exercises.find import find, slugs
from grader.exercises.manifest import load
from grader.machine.paths import shipped
from tests import real
from tests.command import Done

from .conftest import Grade, one_sentence

ROWS = [
    "manifest", "points", "accepted", "wrong", "starter", "for nothing", "dead tests", "titles, hints",
    "time limits", "agreement", "parity",
]  # fmt: skip


@pytest.fixture
def verify(run: Grade, bubblewrap: None) -> Grade:
    """Runs `grade verify` in bubblewrap on the exercises in the current folder."""

    def grade(*arguments: str | bytes, **options: object) -> Done:
        where = ("--sandbox", "bubblewrap", "--exercises", ".", "--jobs", "3")
        return run("verify", *where, *arguments, **options)

    return grade


def rows(done: Done) -> dict[str, bool]:
    """Each row of the table by its name, and whether it is sound."""
    found = re.findall(r"^  (ok   |FAULT)  (.{13})  ", done.out, re.M)
    return {name.rstrip(): mark.strip() == "ok" for mark, name in found}


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_new_exercise_verifies_and_its_kit_runs_the_visible_suite(
    run: Grade, verify: Grade, submit: Grade, here: Path
) -> None:
    assert run("new", "sum_of_evens").code == 0
    done = verify("sum_of_evens", "--repeat", "2")
    assert (done.code, done.err) == (0, ""), done.out
    assert rows(done) == dict.fromkeys(ROWS, True)

    assert run("kit", "sum_of_evens", "kit", "--exercises", ".").out == (
        "Wrote 'kit' with 1 test; 1 stays hidden.\n"
    )
    shutil.rmtree(here / "sum_of_evens")
    solution = here / "kit" / "sum_of_evens.py"
    refused = submit(solution.name, cwd=here / "kit")
    assert refused.code == 2
    assert one_sentence(refused).endswith("add: --exercises .")
    done = submit(solution.name, "--exercises", ".", cwd=here / "kit")
    assert done.code == 1
    assert "0 of 1 point" in done.out
    assert "Only the visible tests were run; 1 hidden one was not run." in done.out
    change(solution, "raise NotImplementedError", "return sum(n for n in numbers if n % 2 == 0)")
    done = submit(solution.name, "--exercises", ".", "--format", "json", cwd=here / "kit")
    assert done.code == 0
    assert (done.json["exercise"]["slug"], done.json["hidden_not_run"]) == ("sum_of_evens", 1)
    assert done.json["score"]["max_points"] == 1


def test_what_is_wrong_with_an_exercise_is_told_row_by_row(run: Grade, verify: Grade, here: Path) -> None:
    assert run("new", "evens").code == 0
    folder = here / "evens"
    hidden = folder / "hidden" / "test_hidden.py"
    text = hidden.read_text("utf-8")
    dead = '\n\n@pytest.mark.hint("Is 4321 even?")\ndef test_dead():\n    assert evens([4321]) == 0\n'
    hidden.write_text(text + dead, "utf-8")
    change(folder / "exercise.toml", "points = 3", "points = 4")
    change(folder / "starter.py", "raise NotImplementedError", "return sum(n for n in numbers if n % 2 == 0)")
    change(folder / "submissions/wrong/positive_ones_only.py", "# fails: test_sums", "# score: 90-100 %")
    done = verify("--repeat", "1")
    assert done.code == 4
    faulty = {"wrong", "starter", "for nothing", "dead tests", "titles, hints"}
    assert rows(done) == {name: name not in faulty for name in ROWS}
    for fault in (
        "wrong/positive_ones_only.py earns 50 % of the base points; its header says 90-100 %.",
        "starter.py earns all base points",
        "test_dead passes for the constant False, the constant 0",
        "test_dead is failed by no wrong submission",
        "The hint 'Is 4321 even?' holds '4321'",
    ):
        assert fault in done.out


def test_each_verdict_is_compared_with_plain_pytests(run: Grade, verify: Grade, here: Path) -> None:
    assert run("new", "sum_of_evens").code == 0
    suite = here / "sum_of_evens" / "hidden" / "test_hidden.py"
    # The file's place is no fact about a solution: here it has none.
    suite.write_text(
        suite.read_text("utf-8")
        + "\n\n@pytest.mark.points(0)\ndef test_place():\n    import solution\n\n"
        + "    assert solution.__file__ == 'solution.py'\n",
        "utf-8",
    )
    done = verify("sum_of_evens", "--repeat", "1")
    assert not rows(done)["parity"]
    assert re.search(
        r"test_place is passed here and failed in plain pytest on accepted/\S+ "
        r"\(hidden/test_hidden\.py:\d+: .*\. Write it as docs/pytest\.md says",
        done.out,
    ), done.out
    assert "parity" not in rows(verify("sum_of_evens", "--repeat", "1", "--no-parity"))


@pytest.mark.parametrize(
    ("old", "new", "row", "said"),
    [
        (
            "cpu_seconds = 2",
            'cpu_seconds = "2"',
            "manifest",
            "line 10. What belongs there: CPU time of one test",
        ),
        ("points = 3", "points = 5", "suites", "add up to 3 points and 0 bonus, the manifest says 5 and 0"),
    ],
)
def test_an_exercise_that_cannot_be_graded_is_told_at_once(
    run: Grade, verify: Grade, here: Path, old: str, new: str, row: str, said: str
) -> None:
    run("new", "evens")
    change(here / "evens" / "exercise.toml", old, new)
    done = verify("evens")
    assert done.code == 4
    assert [name for name, sound in rows(done).items() if not sound] == [row]
    assert said in done.out


def test_with_mutants_a_weak_suite_is_shown_what_it_misses(run: Grade, verify: Grade, here: Path) -> None:
    pytest.importorskip("mutmut")
    run("new", "evens")
    folder = here / "evens"
    change(folder / "submissions/accepted/sum_of_a_generator.py", "number % 2 == 0)", "number % 2 < 1)")
    change(folder / "hidden/test_hidden.py", "range(count)]", "range(count) if count > 99]")
    change(folder / "hidden/test_hidden.py", "    assert evens([0, -1, -2, -2]) == -4\n", "")
    change(folder / "visible/test_visible.py", "[1, 2, 3, 4]) == 6", "[2, 4]) == 6")
    change(folder / "visible/test_visible.py", "    assert evens([1, 3]) == 0\n", "")
    done = verify("--repeat", "1", "--mutants")
    assert done.code == 4
    assert rows(done)["mutants"] is False
    assert "-    return sum(number for number in numbers if number % 2 < 1)" in done.out
    assert "+    return sum(number for number in numbers if number % 2 <= 1)" in done.out


@pytest.mark.parametrize("slug", ["../evens", "Evens", "for", "", "2evens", "e" * 61])
def test_a_name_that_is_none_is_refused(run: Grade, here: Path, slug: str) -> None:
    done = run("new", "--", slug)
    assert done.code == 2
    assert "is no name for an exercise" in one_sentence(done)
    assert list(here.iterdir()) == []


def test_nothing_is_overwritten(run: Grade, here: Path) -> None:
    (here / "evens").mkdir()
    (here / "evens" / "mine.txt").write_text("mine")
    assert "already there" in one_sentence(run("new", "evens"))
    assert "not empty" in one_sentence(run("kit", "flatten", "evens"))
    assert [path.name for path in here.rglob("*")] == ["evens", "mine.txt"]


@pytest.mark.parametrize(
    "slug", [real.case(slug, slug, usual=slug not in real.LARGE) for slug in slugs(shipped("exercises"))]
)
def test_a_kit_holds_nothing_of_what_is_hidden(run: Grade, here: Path, slug: str) -> None:
    exercise = load(shipped("exercises") / slug)
    assert run("kit", slug, "kit").code == 0
    written = {str(path.relative_to(here / "kit")) for path in (here / "kit").rglob("*") if path.is_file()}
    visible = {
        str(path.relative_to(exercise.folder))
        for pattern in ("visible/*.py", "inside/*.py", "conftest.py")
        for path in exercise.folder.glob(pattern)
    }
    lock = {LOCK} if exercise.environment else set()
    assert written == {"README.md", "HOWTO.md", "exercise.toml", *exercise.beginning(), *visible, *lock}
    told = "\n".join((here / "kit" / name).read_text("utf-8") for name in sorted(written))
    secret = [path.stem for path in exercise.folder.glob("submissions/*/*.py")]
    for path in exercise.folder.glob("hidden/*.py"):
        secret += re.findall(r"def (test_\w+)", path.read_text("utf-8"))
    public = exercise.task + "".join((exercise.folder / name).read_text("utf-8") for name in visible)
    assert [name for name in secret if re.search(rf"\b{name}\b", told) and name not in public] == []
    manifest = load(here / "kit")
    assert (manifest.slug, manifest.is_kit, manifest.names) == (slug, True, exercise.names)
    assert manifest.limits == exercise.limits
    assert manifest.environment == exercise.environment


def test_a_link_out_of_the_visible_suite_is_no_part_of_a_kit(run: Grade, here: Path) -> None:
    run("new", "evens")
    (here / "evens" / "visible" / "more.py").symlink_to("../hidden/test_hidden.py")
    assert "is a link" in one_sentence(run("kit", "evens", "kit", "--exercises", "."))
    assert not (here / "kit").exists()


EVIL = "open({mark!r}, 'w').close()\ndef test_visible():\n    assert True\n"


@pytest.mark.parametrize(
    ("arguments", "env", "cwd"),
    [
        (("flatten.py", "--exercise", "flatten"), {}, "strange"),
        (("flatten.py", "--exercises", "{exercises}"), {}, "strange"),
        (("flatten.py",), {"GRADE_EXERCISES": "{exercises}"}, "strange"),
        (("flatten.py",), {"CI": "true"}, "strange"),
        (("strange/flatten.py",), {}, "."),
        (("strange/sub/flatten.py",), {}, "."),
        (("sub/flatten.py",), {}, "strange"),
    ],
)
def test_a_strangers_folder_never_brings_its_own_suite(
    submit: Grade, here: Path, arguments: tuple[str, ...], env: dict[str, str], cwd: str
) -> None:
    """A suite runs outside the sandbox, so a manifest beside a submission must not be taken for a kit."""
    mark = here / "taken over"
    strange = here / "strange"
    (strange / "visible").mkdir(parents=True)
    (strange / "sub").mkdir()
    (strange / "visible" / "test_visible.py").write_text(EVIL.format(mark=str(mark)))
    (strange / "conftest.py").write_text(f"open({str(mark)!r}, 'w').close()\n")
    real_one = (shipped("exercises") / "flatten" / "exercise.toml").read_text("utf-8")
    manifest = real_one.replace("[limits]", 'kit = "flatten"\n\n[limits]').replace(
        "points = 20", "points = 1"
    )
    (strange / "exercise.toml").write_text(manifest.replace("bonus_points = 4", "bonus_points = 0"))
    for path in (strange / "flatten.py", strange / "sub" / "flatten.py"):
        path.write_text("# exercise: flatten\ndef flatten(items): return []\n")
    where = str(shipped("exercises"))
    done = submit(
        *(text.format(exercises=where) for text in arguments), "--visible-only", cwd=here / cwd,
        env={name: text.format(exercises=where) for name, text in env.items()},
    )  # fmt: skip
    assert (done.code, done.err) == (1, "")
    assert "of 5 points" in done.out
    assert not mark.exists()


def test_in_the_kit_of_an_installed_exercise_its_own_visible_tests_are_run(
    run: Grade, submit: Grade, here: Path
) -> None:
    told = re.search(r"; (\d+) stay hidden", run("kit", "flatten", "kit").out)
    assert told
    done = submit("flatten.py", cwd=here / "kit")
    assert (done.code, done.err) == (1, "")
    assert f"Only the visible tests were run; {told[1]} hidden ones were not run." in done.out
    shutil.rmtree(here / "kit" / "visible")  # nothing in there is read
    document = submit("flatten.py", "--format", "json", cwd=here / "kit").json
    assert document["exercise"]["digest"] == find("flatten", shipped("exercises")).digest()
    assert (document["score"]["max_points"], document["hidden_not_run"]) == (5, int(told[1]))


def test_a_kit_that_somebody_named_has_visible_tests_only(run: Grade, submit: Grade, here: Path) -> None:
    run("kit", "flatten", "kit")
    mark = here / "taken over"
    for name in ("conftest.py", "test_hidden.py"):
        path = here / "kit" / "hidden" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"open({str(mark)!r}, 'w').close()\n", "utf-8")
    done = submit("flatten.py", "--exercises", ".", cwd=here / "kit")
    assert (done.code, done.err) == (1, "")
    assert "of 5 points" in done.out
    assert not mark.exists()
