"""Visible suite of spending."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from solution import spending

pytestmark = pytest.mark.group("Examples")


@pytest.mark.points(1)
def test_two_customers():
    """adds up what each of two customers spent"""
    purchases = pd.DataFrame({"customer": ["Ada", "Bob", "Ada"], "amount": [3.0, 4.0, 2.5]})
    wanted = pd.DataFrame({"customer": ["Ada", "Bob"], "total": [5.5, 4.0]})
    assert_frame_equal(spending(purchases), wanted)
