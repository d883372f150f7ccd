import numpy as np


def classifier(samples, kinds):
    return lambda others: np.full(len(others), kinds[0])
