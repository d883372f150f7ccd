# exercise: evaluate_model
"""Fault: rounds to two digits."""

from sklearn.base import clone
from sklearn.model_selection import StratifiedKFold, cross_val_score, train_test_split


def evaluate(model, X, y, seed=42):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=seed)
    fitted = clone(model).fit(X_train, y_train)
    folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=seed)
    scores = cross_val_score(model, X, y, cv=folds)
    return {
        "test_accuracy": round(float(fitted.score(X_test, y_test)), 2),
        "cv_mean": round(float(scores.mean()), 2),
        "cv_std": round(float(scores.std()), 2),
    }
