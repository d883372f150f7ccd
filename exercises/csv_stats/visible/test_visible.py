"""The tests of csv_stats that a candidate is given."""

import math

import pytest
from solution import streaming_column_stats

pytestmark = pytest.mark.group("Examples")

PRICES = 'name,price\ntea,2.50\nmilk,1.25\n"bread, dark",4\n'


def check(result, total, count, average, skipped):
    assert type(result) is dict
    assert math.isclose(result["total"], total, abs_tol=1e-9)
    assert math.isclose(result["average"], average, abs_tol=1e-9)
    assert (result["count"], result["skipped"]) == (count, skipped)


@pytest.mark.points(1)
def test_example(sandbox):
    """adds up a column"""
    path = sandbox.file("prices.csv", PRICES)
    check(streaming_column_stats(path, "price"), 7.75, 3, 7.75 / 3, 0)


@pytest.mark.points(1)
@pytest.mark.hint("Nothing divided by nothing is 0.0 here.")
def test_no_rows(sandbox):
    """copes with a file without rows"""
    path = sandbox.file("empty.csv", "name,price\n")
    check(streaming_column_stats(path, "price"), 0, 0, 0.0, 0)


@pytest.mark.points(1)
def test_no_column(sandbox):
    """says that there is no such column"""
    path = sandbox.file("prices.csv", PRICES)
    assert streaming_column_stats(path, "price")["count"] == 3
    with pytest.raises(ValueError):
        streaming_column_stats(path, "weight")


@pytest.mark.points(1)
@pytest.mark.hint("What is left out is counted in `skipped` and nowhere else.")
def test_skip_errors(sandbox):
    """raises or leaves out what is no number, as it is told"""
    path = sandbox.file("prices.csv", PRICES + "salt,unknown\n")
    with pytest.raises(ValueError):
        streaming_column_stats(path, "price")
    check(streaming_column_stats(path, "price", skip_errors=True), 7.75, 3, 7.75 / 3, 1)


@pytest.mark.points(1)
@pytest.mark.hint("The last chunk may be shorter, and counts like the others.")
def test_chunk_size(sandbox):
    """gives the same result for every chunk size"""
    path = sandbox.file("prices.csv", PRICES)
    for chunk_size in (1, 2, 3, 4):
        check(streaming_column_stats(path, "price", chunk_size), 7.75, 3, 7.75 / 3, 0)
