"""What both suites of positive share."""

import pytest


@pytest.fixture
def make_class(sandbox):
    """Makes a class, beside the submission, of which each of the attributes named is a `Positive()`."""

    from solution import Positive

    def make_class(*names):
        return sandbox.make(
            "type('Product', (), {name: positive() for name in names})", positive=Positive, names=names
        )

    return make_class
