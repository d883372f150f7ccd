# exercise: evaluate_model
"""Right: goes over the folds itself, and computes with plain Python."""

import statistics

from sklearn.base import clone
from sklearn.model_selection import StratifiedKFold, train_test_split


def accuracy(model, X_train, y_train, X_test, y_test):
    answers = clone(model).fit(X_train, y_train).predict(X_test)
    return sum(answer == wanted for answer, wanted in zip(answers, y_test)) / len(y_test)


def evaluate(model, X, y, seed=42):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=seed)
    scores = [
        accuracy(model, X[train], y[train], X[test], y[test])
        for train, test in StratifiedKFold(5, shuffle=True, random_state=seed).split(X, y)
    ]
    print(scores)
    return {
        "cv_std": float(statistics.pstdev(map(float, scores))),
        "cv_mean": float(statistics.fmean(scores)),
        "test_accuracy": float(accuracy(model, X_train, y_train, X_test, y_test)),
    }
