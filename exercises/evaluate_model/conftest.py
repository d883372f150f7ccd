"""What both suites of evaluate_model share."""

import pytest
from sklearn.datasets import make_blobs


@pytest.fixture
def models(sandbox):
    """The module `models`, as the submission finds it."""
    return sandbox.make("__import__('models')")


@pytest.fixture
def samples(rng):
    """Makes labelled samples of several classes, whose clusters overlap a little."""

    def make(count, kinds=3, spread=3.0):
        shares = [count // kinds + (count % kinds if kind == 0 else 0) for kind in range(kinds)]
        return make_blobs(shares, n_features=3, cluster_std=spread, random_state=rng.randrange(2**31))

    return make
