"""What both suites of salary_report share."""

import pandas as pd
import pytest


def rows(frame, columns):
    """The rows of a frame as lists of the values in these columns, and None for each that is missing."""
    assert isinstance(frame, pd.DataFrame)
    found = zip(*(frame[name] for name in columns), strict=True)
    return [[None if pd.isna(value) else value for value in row] for row in found]


def near(wanted):
    """Numbers in rows may differ in their last digits, as sums do that are added in another order."""
    return [
        [pytest.approx(value, rel=1e-9) if isinstance(value, (int, float)) else value for value in row]
        for row in wanted
    ]


@pytest.fixture
def check():
    """Compares a frame with rows: of the columns that are named, in this order."""

    def compare(frame, columns, wanted):
        assert rows(frame, columns) == near(wanted)

    return compare
