# exercise: evaluate_model
"""Fault: judges another model than it is given."""

from sklearn.model_selection import StratifiedKFold, cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier


def evaluate(model, X, y, seed=42):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=seed)
    fitted = KNeighborsClassifier(3).fit(X_train, y_train)
    folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=seed)
    scores = cross_val_score(KNeighborsClassifier(3), X, y, cv=folds)
    return {
        "test_accuracy": float(fitted.score(X_test, y_test)),
        "cv_mean": float(scores.mean()),
        "cv_std": float(scores.std()),
    }
