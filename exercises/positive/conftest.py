"""What both suites of positive share."""

import pytest


@pytest.fixture
def make_class(sandbox):
    """Makes a class inside the sandbox; each name that is passed becomes an attribute with a `Positive()`."""

    from solution import Positive

    def make_class(*names):
        return sandbox.make(
            "type('Product', (), {name: positive() for name in names})", positive=Positive, names=names
        )

    return make_class
