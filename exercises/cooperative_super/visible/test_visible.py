"""The tests of cooperative_super that a candidate is given."""

import pytest
from solution import A, B, C, D

pytestmark = pytest.mark.group("Examples")


@pytest.mark.points(2)
@pytest.mark.hint("B and C each add something to what super() gives.")
def test_one_parent():
    """A greets, and B and C add to it"""
    for one, greeting in (
        (A(), "Hello from A"),
        (B(), "Hello from A via B"),
        (C(), "Hello from A via C"),
    ):
        for _ in range(2):
            assert one.greet() == greeting


@pytest.mark.hint("What super() gives in B is C's, where the object is a D.")
def test_diamond():
    """D greets by way of both"""
    for one in (D(), D()):
        for _ in range(2):
            assert one.greet() == "Hello from A via C via B"
