"""Models to evaluate, which follow scikit-learn and note what they are fitted on."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.dummy import DummyClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

# For each fit of a `Recorder`, in their order: the first column of the rows that it was fitted on.
fits = []


class Recorder(ClassifierMixin, BaseEstimator):
    """Learns each row by heart, and guesses the most frequent class for those that it has not seen."""

    def __init__(self, is_noted=True):
        self.is_noted = is_noted

    def fit(self, X, y):
        if self.is_noted:
            fits.append([float(value) for value in X[:, 0]])
        self.classes_, counts = np.unique(y, return_counts=True)
        self.guess_ = self.classes_[counts.argmax()]
        self.known_ = {row.tobytes(): answer for row, answer in zip(np.asarray(X), y, strict=True)}
        return self

    def predict(self, X):
        return np.array([self.known_.get(row.tobytes(), self.guess_) for row in np.asarray(X)])


def made(name):
    """Makes a new model of the kind that `name` stands for."""
    return {
        "recorder": Recorder,
        "most frequent": DummyClassifier,
        "bayes": GaussianNB,
        "neighbours": lambda: KNeighborsClassifier(3),
        "tree": lambda: DecisionTreeClassifier(max_depth=3, random_state=0),
    }[name]()
