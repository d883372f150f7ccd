# exercise: learning
"""Tells flowers apart with scikit-learn."""


def classifier(samples, kinds): ...
