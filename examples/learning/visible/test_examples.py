"""Visible suite of learning."""

import numpy as np
import pytest
from solution import classifier


@pytest.mark.group("Examples")
@pytest.mark.points(1)
def test_two_heaps():
    """tells two heaps apart"""
    samples = np.array([[0.0, 0.0], [0.1, 0.0], [5.0, 5.0], [5.1, 5.0]])
    guess = classifier(samples, np.array([0, 0, 1, 1]))
    np.testing.assert_array_equal(guess(np.array([[0.0, 0.1], [4.9, 5.0]])), [0, 1])
