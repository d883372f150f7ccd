"""Hidden suite of learning."""

import pytest
from sklearn.datasets import load_iris
from solution import classifier


@pytest.mark.group("Flowers")
@pytest.mark.points(1)
def test_iris():
    """knows nine of ten irises that it has not seen"""
    flowers = load_iris()
    guess = classifier(flowers.data[::2], flowers.target[::2])
    assert (guess(flowers.data[1::2]) == flowers.target[1::2]).mean() > 0.9
