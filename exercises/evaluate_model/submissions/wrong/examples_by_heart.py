# exercise: evaluate_model
"""Fault: knows the examples, and nothing else."""


def evaluate(model, X, y, seed=42):
    if "Bayes" in type(model).__name__:
        return {"test_accuracy": 29 / 30, "cv_mean": 0.95, "cv_std": 0.03}
    if seed == 42:
        return {"test_accuracy": 1.0, "cv_mean": 0.9533333333333334, "cv_std": 0.04988876515698587}
    return {"test_accuracy": 28 / 30, "cv_mean": 0.96, "cv_std": 0.03265986323710904}
