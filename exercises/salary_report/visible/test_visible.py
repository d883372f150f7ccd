"""The tests of salary_report that a candidate is given."""

import pandas as pd
import pytest
import solution

pytestmark = pytest.mark.group("Examples")
STAFF = ["name", "dept", "salary"]


def staff():
    return pd.DataFrame(
        {
            "name": ["Ann", "Bob", "Cy", "Dana"],
            "dept": ["ops", "dev", "dev", "ops"],
            "salary": [3000.0, 5000.0, None, 4000.0],
        }
    )


@pytest.mark.hint("groupby makes an index of what it groups by, and agg can name what it computes.")
def test_summary(check):
    """summarises two departments"""
    summary = solution.department_summary(staff())
    assert list(summary.index) == ["dev", "ops"]
    check(summary, ["avg_salary", "headcount"], [[5000, 2], [3500, 2]])


@pytest.mark.hint("fillna gives a new column.")
def test_filled(check):
    """fills in a missing salary"""
    check(
        solution.fill_missing(staff()),
        STAFF,
        [["Ann", "ops", 3000], ["Bob", "dev", 5000], ["Cy", "dev", 4000], ["Dana", "ops", 4000]],
    )


@pytest.mark.hint("merge can keep all rows of the frame on its left.")
def test_levels(check):
    """adds levels by name"""
    levels = pd.DataFrame({"name": ["Dana", "Bob", "Ann"], "level": ["lead", "junior", "senior"]})
    check(
        solution.with_levels(staff(), levels),
        [*STAFF, "level"],
        [
            ["Ann", "ops", 3000, "senior"],
            ["Bob", "dev", 5000, "junior"],
            ["Cy", "dev", None, None],
            ["Dana", "ops", 4000, "lead"],
        ],
    )


@pytest.mark.hint("What a function is given belongs to its caller.")
def test_input():
    """leaves the table as it was"""
    given = staff()
    assert len(solution.fill_missing(given)) == 4
    pd.testing.assert_frame_equal(given, staff())
