# exercise: evaluate_model
"""Tell how good a model of scikit-learn is, by held-out rows and by cross-validation."""


def evaluate(model, X, y, seed=42) -> dict:
    """Give the accuracy on held-out rows, and mean and deviation of a cross-validation."""
