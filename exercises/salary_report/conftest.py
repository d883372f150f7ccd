"""What both suites of salary_report share."""

import pandas as pd
import pytest


def rows(frame, columns):
    """The rows of `frame` as lists of the values in `columns`, with None for missing values."""
    assert isinstance(frame, pd.DataFrame)
    found = zip(*(frame[name] for name in columns), strict=True)
    return [[None if pd.isna(value) else value for value in row] for row in found]


def near(wanted):
    """The rows `wanted` with tolerant numbers, since sums depend on the order in which they are added."""
    return [
        [pytest.approx(value, rel=1e-9) if isinstance(value, (int, float)) else value for value in row]
        for row in wanted
    ]


@pytest.fixture
def check():
    """Compares the named columns of a frame with the rows that are expected, in their order."""

    def compare(frame, columns, wanted):
        assert rows(frame, columns) == near(wanted)

    return compare
