"""Exercises with libraries of their own are graded with these in every sandbox, by their committed locks."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from grader.exercises.environment import LOCK
from grader.exercises.manifest import load
from grader.report import Report
from tests import real

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SLOW = pytest.mark.matrix  # scikit-learn is large
SLUGS = ["spending", "scraping", "orders", pytest.param("learning", marks=SLOW)]

IMMUTABLE = """
import os, sys
import numpy

def spending(purchases):
    folder = os.path.dirname(numpy.__file__)
    try:
        open(os.path.join(folder, "planted.py"), "w")
    except OSError:
        return None
    return "written"

def scaled(numbers):
    return sorted(name for name in ("aiohttp", "httpx", "click", "_pytest") if importable(name))

def importable(name):
    try:
        __import__(name)
    except ImportError:
        return False
    return True
"""


def graded(slug: str, source: bytes, sandbox: str) -> Report:
    return real.graded(load(EXAMPLES / slug), source, real.sandbox_or_skip(sandbox))


@pytest.mark.usual(2)
@pytest.mark.parametrize("sandbox", real.NAMES)
@pytest.mark.parametrize("slug", SLUGS)
def test_the_right_one_passes_and_the_wrong_one_does_not(slug: str, sandbox: str) -> None:
    submissions = EXAMPLES / slug / "submissions"
    for path in sorted(submissions.glob("*/*.py")):
        report = graded(slug, path.read_bytes(), sandbox)
        assert report.score is not None
        assert report.score.passed == (path.parent.name == "accepted"), path
        assert report.provenance is not None
        assert report.provenance.environment_digest


@pytest.mark.parametrize("sandbox", real.NAMES)
def test_libraries_cannot_be_changed_and_come_without_ours(sandbox: str) -> None:
    report = graded("spending", IMMUTABLE.encode(), sandbox)
    messages = {check.test.id.rpartition("::")[2]: check.message for check in report.checks}
    assert "written" not in str(messages)
    assert "'list' object has no attribute 'dtype'" in messages["test_scaled"]
    assert not re.search("aiohttp|httpx|click|_pytest", str(messages))


@pytest.mark.parametrize("slug", ["spending", "scraping", "learning", "orders"])
def test_a_committed_lock_fits_and_names_no_registry(slug: str) -> None:
    exercise = load(EXAMPLES / slug)
    assert exercise.environment is not None
    assert exercise.environment.is_locked
    text = (EXAMPLES / slug / LOCK).read_text("utf-8")
    assert not re.search(r"://|--index|--find-links", text)


IN_STEP = """
import numpy
import pandas
import pytest
from pandas.testing import assert_frame_equal
from solution import change, keep, reshape, same, total


@pytest.fixture
def frame():
    return pandas.DataFrame({"a": [1.5, None], "b": ["x", "y"]}, index=[7, 3])


def test_what_a_call_changes_is_changed_here(frame):
    array, series = numpy.arange(6).reshape(2, 3), pandas.Series([1, 2], name="s")
    view = array[:, 1:]
    assert change(frame, [array], series) is None
    wanted = pandas.DataFrame({"a": [1.5, None], "c": [0.0, 1.0]}, index=[7, 3])
    assert_frame_equal(frame, wanted)
    assert array.tolist() == [[-1, 1, 2], [3, 4, 5]] and view[0, 0] == 1
    assert (series.tolist(), series.name) == ([1, 5], "t")


def test_what_the_suite_changes_is_changed_inside(frame):
    keep(frame)
    frame["a"] = [4.0, 5.0]
    assert total() == 9
    frame.drop(index=3, inplace=True)
    assert total() == 4


def test_what_is_given_back_is_the_same(frame):
    array = numpy.arange(3)
    assert same(frame) is frame and same(array) is array
    assert same(frame.copy()) is not frame


def test_what_stays_inside_is_not_here(sandbox, frame):
    array = sandbox.put(numpy.arange(6))
    change(sandbox.put(frame), [array], sandbox.put(pandas.Series([1, 2])))
    assert "c" not in frame
    assert sandbox.value(array).tolist() == [-1, 1, 2, 3, 4, 5]


def test_many_numbers():
    numbers = numpy.zeros(500_000)
    for _ in range(3):
        change(pandas.DataFrame({"b": [1]}), [numbers], pandas.Series([1, 2]))
    assert numbers[0] == -3


def test_a_change_that_cannot_be_had(frame):
    array = numpy.arange(6)
    reshape(array)
    assert array.shape == (6,)
"""
IN_STEP_SOLUTION = b"""
kept = []

def change(frame, arrays, series):
    del frame["b"]
    frame["c"] = [float(place) for place in range(len(frame))]
    arrays[0][(0,) * arrays[0].ndim] -= 1
    series.iloc[1] = 5
    series.name = "t"

def keep(frame):
    kept.append(frame)

def total():
    return float(kept[0]["a"].sum())

def same(thing):
    return thing

def reshape(array):
    array.resize((2, 3), refcheck=False)
"""


def graded_with_pandas(suite: str, source: bytes, folder: Path, *, visible: bool = False) -> Report:
    exercise = real.tiny_exercise(folder, suite)
    if visible:
        (folder / "hidden").rename(folder / "visible")
    with (folder / "exercise.toml").open("a") as manifest:
        manifest.write('\n[environment]\nrequirements = ["numpy>=2", "pandas>=2.2"]\n')
    shutil.copy(EXAMPLES / "spending" / LOCK, folder)
    return real.graded(load(exercise.folder), source, real.sandbox_or_skip("bubblewrap"))


def test_arrays_and_tables_are_kept_in_step(tmp_path: Path) -> None:
    report = graded_with_pandas(IN_STEP, IN_STEP_SOLUTION, tmp_path / "tiny")
    verdicts = real.verdicts(report)
    assert verdicts.pop("test_a_change_that_cannot_be_had") != "passed"
    assert set(verdicts.values()) == {"passed"}, [check.message for check in report.checks]


# Made alike on both sides; each of these an ordinary solution gives.
ORDINARY = """
import datetime
import decimal
import numpy
import pandas

FRAME = pandas.DataFrame({"a": [3, 1], "t": pandas.to_datetime(["2024-01-02", "2024-01-01"])})
BY_DATE = FRAME.set_index("t")
VALUES = {
    "timestamps": [pandas.Timestamp("2024-01-02"), pandas.Timestamp("2024-01-02 03:04", tz="Europe/Oslo")],
    "nanoseconds": pandas.Timestamp(2**60 + 1, unit="ns"),
    "spans": {pandas.Timestamp("2024-01-02"): pandas.Timedelta("1D")},
    "records": FRAME.to_dict("records"),
    "scalar": numpy.int64(3),
}
MISSING = [pandas.NaT, pandas.NA]
SERIES = {
    "row": FRAME.iloc[1],
    "row by date": BY_DATE.iloc[1],
    "row by number": FRAME.sort_values("a").iloc[-1],
    "named by a scalar": pandas.Series([1], name=numpy.str_("a")),
    "dates": FRAME["t"].dt.date,
    "sums": pandas.Series([decimal.Decimal("1.5"), None, pandas.NaT, pandas.Timestamp(0)], dtype=object),
}
"""
ORDINARY_SUITE = (
    ORDINARY
    + """
import solution
from pandas.testing import assert_series_equal


def test_values():
    found = solution.values()
    assert found == VALUES
    assert found["timestamps"][1].tz is not None and found["nanoseconds"].nanosecond == 977
    assert type(found["spans"].popitem()[1]) is pandas.Timedelta


def test_missing():
    nat, na = solution.missing()
    assert nat is pandas.NaT and na is pandas.NA


def test_series():
    for name, series in SERIES.items():
        assert_series_equal(solution.series(name), series)


def test_arguments():
    assert solution.described(pandas.Timestamp("2024-01-02"), pandas.NA) == "Timestamp NAType"


def test_what_cannot_be_sent_is_no_breach():
    assert solution.odd().name is not None
    assert solution.far().year == 36812
"""
)
ORDINARY_SOLUTION = (
    ORDINARY
    + """

def values():
    return VALUES

def missing():
    return MISSING

def series(name):
    return SERIES[name]

def described(*values):
    return " ".join(type(value).__name__ for value in values)

def far():
    return pandas.Timestamp(numpy.datetime64(2**40, "s"))

def odd():
    return pandas.Series([1], name=pandas.Period("2024"))
"""
)


def test_what_ordinary_solutions_give_is_what_the_suite_gets(tmp_path: Path) -> None:
    report = graded_with_pandas(ORDINARY_SUITE, ORDINARY_SOLUTION.encode(), tmp_path / "tiny")
    assert set(real.verdicts(report).values()) == {"passed"}, [check.message for check in report.checks]


SHOWN = """
import numpy
import pandas
from solution import first


def test_frame():
    assert first(pandas.DataFrame({"a": [1, 2], "b": ["x", "y"]})) == 0


def test_frame_with_index():
    assert first(pandas.DataFrame({"a": range(1, 100)}, index=range(1, 100))) == 0


def test_series():
    assert first(pandas.Series([1.5, 2], name="s", index=["p", "q"])) == 0


def test_array():
    assert first(numpy.array([[1.0, 2], [3, 4]])) == 0
"""


def test_a_call_with_tables_is_told_in_one_line(tmp_path: Path) -> None:
    report = graded_with_pandas(SHOWN, b"def first(thing): return 1\n", tmp_path / "tiny", visible=True)
    assert [check.message.splitlines()[0] for check in report.checks] == [
        "first(DataFrame({'a': [1, 2], 'b': ['x', 'y']})) gave 1",
        "first(DataFrame({'a': [1, 2, 3, 4, 5, 6, 7, 8, ...]}, index=[1, 2, 3, 4, 5, 6, 7, 8, ...])) gave 1",
        "first(Series([1.5, 2.0], index=['p', 'q'], name='s')) gave 1",
        "first(array([[1., 2.], [3., 4.]])) gave 1",
    ]


STAYING = """
import pandas
from pandas.testing import assert_frame_equal
from solution import first


def test_equal():
    frame = pandas.DataFrame({"a": [1], "b": [2], "c": [3]}).groupby(["a", "b"]).sum()
    assert_frame_equal(first(), frame)


def test_plain():
    assert first() == 3
"""


def test_a_table_that_is_not_sent_is_said_to_stay(tmp_path: Path) -> None:
    source = STAYING.partition("from pandas")[0] + (
        "def first(): return pandas.DataFrame({'a': [1], 'b': [2], 'c': [3]}).groupby(['a', 'b']).sum()\n"
    )
    report = graded_with_pandas(STAYING, source.encode(), tmp_path / "tiny")
    for check in report.checks:
        assert "this DataFrame stays with the candidate's code" in check.message
        assert "such as one with a MultiIndex" in check.message
