# exercise: evaluate_model
"""Known good: fits the model itself, accuracy_score, and cross_val_score with stratified folds."""

from sklearn.metrics import accuracy_score
from sklearn.model_selection import StratifiedKFold, cross_val_score, train_test_split


def evaluate(model, X, y, seed=42):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=seed)
    model.fit(X_train, y_train)
    test_accuracy = accuracy_score(y_test, model.predict(X_test))
    cv = StratifiedKFold(n_splits=5, shuffle=True, random_state=seed)
    scores = cross_val_score(model, X, y, cv=cv, scoring="accuracy")
    return {
        "test_accuracy": float(test_accuracy),
        "cv_mean": float(scores.mean()),
        "cv_std": float(scores.std()),
    }
