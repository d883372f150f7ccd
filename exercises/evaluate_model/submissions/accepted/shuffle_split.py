# exercise: evaluate_model
"""Right: StratifiedShuffleSplit makes the same split, and cross_validate the folds, before the split."""

import numpy as np
from sklearn.model_selection import StratifiedKFold, StratifiedShuffleSplit, cross_validate


def evaluate(model, X, y, seed=42):
    folds = StratifiedKFold(shuffle=True, random_state=seed)
    scores = cross_validate(model, X, y, cv=folds, return_train_score=True)["test_score"]
    splitter = StratifiedShuffleSplit(n_splits=1, test_size=0.2, random_state=seed)
    train, test = next(splitter.split(X, y))
    return dict(
        test_accuracy=float(model.fit(X[train], y[train]).score(X[test], y[test])),
        cv_mean=np.mean(scores).item(),
        cv_std=np.std(scores).item(),
    )
