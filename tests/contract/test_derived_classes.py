"""Classes of a suite below the candidate's, in suites of their own: what one test does no other needs."""

from __future__ import annotations

from .conftest import Verdicts

SUITE = """
import contextlib

from solution import Speaker, use


def test_only_a_decorated_method_has_super():
    class Loud(Speaker):
        @contextlib.contextmanager
        def open(self):
            with super().open() as name:
                yield name.upper()

    with Loud().open() as name:
        assert name == "ANN"
    assert Loud().opened() == "ANN"


def test_context_managers_are_sent():
    assert use(contextlib.nullcontext(3)) == 3
    assert use(contextlib.suppress(KeyError), fails=True) is None
"""
SOURCE = """
import contextlib

class Speaker:
    @contextlib.contextmanager
    def open(self):
        yield "ann"

    def opened(self):
        with self.open() as name:
            return name

def use(manager, fails=False):
    with manager as thing:
        if fails:
            raise KeyError
        return thing
"""


def test_methods_may_be_context_managers(verdicts: Verdicts) -> None:
    found = verdicts(SUITE, SOURCE)
    assert found == {
        "test_only_a_decorated_method_has_super": "passed",
        "test_context_managers_are_sent": "passed",
    }
