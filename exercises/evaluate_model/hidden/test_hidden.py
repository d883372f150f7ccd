"""Hidden suite of evaluate_model.

What is expected is computed here, with the same models, on the rows that scikit-learn's own split picks.
"""

import statistics

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.dummy import DummyClassifier
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier
from solution import evaluate

HERE = {
    "bayes": GaussianNB(),
    "neighbours": KNeighborsClassifier(3),
    "tree": DecisionTreeClassifier(max_depth=3, random_state=0),
}


def copies(*arrays):
    """What a submission is given: it may change them, and what is expected is computed from ours."""
    return [array.copy() for array in arrays]


def accuracy(model, X, y, train, test):
    return float(np.mean(clone(model).fit(X[train], y[train]).predict(X[test]) == y[test]))


def split(X, y, seed):
    """The places of the rows to learn from, and of those held out."""
    return train_test_split(np.arange(len(X)), test_size=0.2, stratify=y, random_state=seed)


def folds(model, X, y, seed):
    """The accuracies of a cross-validation."""
    parts = StratifiedKFold(5, shuffle=True, random_state=seed).split(X, y)
    return [accuracy(model, X, y, train, test) for train, test in parts]


@pytest.mark.group("Held-out rows")
class TestHeldOut:
    @pytest.mark.hint("score tells the share of right answers.")
    def test_accuracy(self, models, samples, rng):
        """tell the accuracy of several models"""
        for name, model in HERE.items():
            seed = rng.randrange(2**31)
            expected = 1.0  # which is as easily said as computed
            while expected == 1.0:
                X, y = samples(rng.randint(90, 140))
                expected = accuracy(model, X, y, *split(X, y, seed))
            result = evaluate(models.made(name), *copies(X, y), seed)
            assert result["test_accuracy"] == pytest.approx(expected)

    @pytest.mark.hint("What a model has seen it may know by heart.")
    def test_unseen(self, models, samples, rng):
        """were not seen before"""
        for seed in (rng.randrange(1000), rng.randrange(2**31)):
            X, y = samples(rng.randint(60, 90), kinds=2)
            train, test = split(X, y, seed)
            result = evaluate(models.made("recorder"), *copies(X, y), seed=seed)
            names, counts = np.unique(y[train], return_counts=True)
            assert result["test_accuracy"] == pytest.approx(np.mean(y[test] == names[counts.argmax()]))
            fits = [sorted(fit) for fit in models.fits]
            assert sorted(X[train, 0].tolist()) in fits

    @pytest.mark.hint("Each class has the same share in what is held out.")
    def test_stratified(self, models, samples, rng):
        """have their share of each class"""
        for _ in range(2):
            seed = rng.randrange(2**31)
            X, y = samples(100, kinds=2)
            y = np.where(np.arange(100) % 10 == 0, 1, 0)
            X[:, 1] += y * 3
            for name in ("neighbours", "bayes"):
                result = evaluate(models.made(name), *copies(X, y), seed=seed)
                assert result["test_accuracy"] == pytest.approx(
                    accuracy(HERE[name], X, y, *split(X, y, seed))
                )

    @pytest.mark.hint("Without a seed it is 42; with one it is that.")
    def test_seed(self, models, samples, rng):
        """are picked by the seed, and by 42 without one"""
        X, y = samples(rng.randint(140, 180), spread=4.0)
        model = HERE["neighbours"]
        for seed in (0, 42, rng.randrange(2**31), rng.randrange(1000)):
            given = {} if seed == 42 else {"seed": seed}
            result = evaluate(models.made("neighbours"), *copies(X, y), **given)
            assert result["test_accuracy"] == pytest.approx(accuracy(model, X, y, *split(X, y, seed)))


@pytest.mark.group("Cross-validation")
class TestFolds:
    @staticmethod
    def check(models, name, X, y, *seed):
        result = evaluate(models.made(name), *copies(X, y), *seed)
        scores = folds(HERE[name], X, y, *(seed or [42]))
        assert result["cv_mean"] == pytest.approx(statistics.fmean(scores))
        assert result["cv_std"] == pytest.approx(statistics.pstdev(scores))

    @pytest.mark.hint("Every row is in one of the folds. np.std and statistics.stdev do not say the same.")
    def test_models(self, models, samples, rng):
        """is over all rows, of several models"""
        for name in HERE:
            X, y = samples(rng.randint(90, 140), kinds=rng.randint(2, 4))
            self.check(models, name, X, y, rng.randrange(2**31))

    @pytest.mark.hint("Rows often come class by class, and classes are not of the same size.")
    def test_folds(self, models, samples, rng):
        """has folds that are stratified, and shuffled with the seed"""
        X, y = samples(rng.randint(90, 130), spread=4.0)
        y = np.where((y == 1) & (np.arange(len(y)) % 2 == 0), 0, y)
        order = np.argsort(y, kind="stable")
        for seed in ((0,), (), (rng.randrange(2**31),), (rng.randrange(1000),)):
            self.check(models, "neighbours", X[order], y[order], *seed)

    @pytest.mark.hint("No model may have seen the fold that it is judged on.")
    def test_unseen(self, models, samples, rng):
        """fits the model anew for each fold, on the others"""
        for seed in (rng.randrange(1000), rng.randrange(2**31)):
            X, y = samples(rng.randint(60, 90))
            y = np.where((y == 1) & (np.arange(len(y)) % 3 > 0), 2, y)
            result = evaluate(models.made("recorder"), *copies(X, y), seed)
            scores = folds(DummyClassifier(), X, y, seed)
            assert result["cv_mean"] == pytest.approx(statistics.fmean(scores))
            assert result["cv_std"] == pytest.approx(statistics.pstdev(scores))


@pytest.mark.group("The result")
class TestResult:
    @pytest.mark.hint("NumPy has floats of its own; float() makes plain ones of them.")
    def test_floats(self, models, samples, rng):
        """holds three plain floats"""
        X, y = samples(rng.randint(60, 90))
        for name in ("neighbours", "most frequent"):
            result = evaluate(models.made(name), *copies(X, y))
            assert type(result) is dict
            assert {"test_accuracy", "cv_mean", "cv_std"} <= {*result}
            assert {type(result[key]) for key in ("test_accuracy", "cv_mean", "cv_std")} == {float}
        assert result["test_accuracy"] == pytest.approx(np.mean(y[split(X, y, 42)[1]] == 0))

    @pytest.mark.hint("Classes can be called by names.")
    def test_texts(self, models, samples, rng):
        """is right for classes that are texts, too"""
        X, y = samples(rng.randint(90, 140))
        names = np.array(["ann", "zoe", f"m{rng.getrandbits(16):x}"])[y]
        seed = rng.randrange(2**31)
        result = evaluate(models.made("bayes"), *copies(X, names), seed)
        scores = folds(HERE["bayes"], X, names, seed)
        wanted = [accuracy(HERE["bayes"], X, names, *split(X, names, seed)), statistics.fmean(scores)]
        assert [result["test_accuracy"], result["cv_mean"]] == pytest.approx(wanted)
