"""The tests of evaluate_model that a candidate is given."""

import pytest
from sklearn.datasets import load_iris
from solution import evaluate

pytestmark = pytest.mark.group("Examples")


@pytest.mark.hint("train_test_split, and then fit and score.")
def test_held_out(models):
    """tells how many held-out irises a model knows"""
    X, y = load_iris(return_X_y=True)
    assert evaluate(models.made("neighbours"), X, y)["test_accuracy"] == pytest.approx(1.0)
    assert evaluate(models.made("bayes"), X, y)["test_accuracy"] == pytest.approx(29 / 30)


@pytest.mark.hint("cross_val_score takes folds: StratifiedKFold can shuffle.")
def test_folds(models):
    """tells what cross-validation says of irises"""
    X, y = load_iris(return_X_y=True)
    result = evaluate(models.made("neighbours"), X, y)
    assert result["cv_mean"] == pytest.approx(0.9533333333333334)
    assert result["cv_std"] == pytest.approx(0.04988876515698587)


@pytest.mark.hint("The split and the folds both depend on it.")
def test_seed(models):
    """goes by the seed"""
    X, y = load_iris(return_X_y=True)
    result = evaluate(models.made("neighbours"), X, y, seed=3)
    found = [result[name] for name in ("test_accuracy", "cv_mean", "cv_std")]
    assert found == pytest.approx([28 / 30, 0.96, 0.03265986323710904])
