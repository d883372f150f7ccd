"""Hidden suite of spending."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from solution import scaled, spending


@pytest.mark.group("Frames")
@pytest.mark.points(1)
@pytest.mark.hint("Who spent most comes first, not whose name does.")
def test_order():
    """puts first who spent most"""
    purchases = pd.DataFrame({"customer": ["Ada", "Bob", "Cy"], "amount": [1, 3, 2]})
    assert list(spending(purchases)["customer"]) == ["Bob", "Cy", "Ada"]


@pytest.mark.group("Frames")
@pytest.mark.points(1)
@pytest.mark.hint("The rows of the result are numbered from 0.")
def test_many(rng):
    """adds up thousands of purchases"""
    names = [f"customer {number}" for number in range(50)]
    rows = [(rng.choice(names), rng.randint(1, 1000)) for _ in range(5000)]
    totals = {name: sum(amount for one, amount in rows if one == name) for name in {name for name, _ in rows}}
    got = spending(pd.DataFrame(rows, columns=["customer", "amount"]))
    assert dict(zip(got["customer"], got["total"], strict=True)) == totals
    assert_frame_equal(got, got.sort_values("total", ascending=False, kind="stable"))


@pytest.mark.group("Arrays")
@pytest.mark.points(1)
@pytest.mark.hint("Keep the shape, and change no argument.")
def test_scaled():
    """scales a matrix"""
    got = scaled(np.array([[1.0, 2.0], [3.0, 5.0]]))
    assert (got.dtype, got.shape) == (np.float64, (2, 2))
    np.testing.assert_allclose(got, [[0, 0.25], [0.5, 1]])


@pytest.mark.group("Arrays")
@pytest.mark.points(1)
def test_a_million():
    """scales a million numbers"""
    numbers = np.random.default_rng(7).random(1_000_000)
    got = scaled(numbers)
    np.testing.assert_allclose(got, (numbers - numbers.min()) / (numbers.max() - numbers.min()))
