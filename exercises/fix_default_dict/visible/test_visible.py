"""The tests of fix_default_dict that a candidate is given."""

import pytest
from solution import DefaultDict

pytestmark = pytest.mark.group("Examples")


@pytest.fixture
def d(sandbox):
    """An empty one."""
    return sandbox.keep(DefaultDict)


@pytest.mark.points(2)
@pytest.mark.hint("Who knows the list that was returned, except the caller?")
def test_example(sandbox, d):
    """stores the list that a missing key stands for"""
    sandbox.make("d['foo'].append(1)", d=d)
    assert sandbox.value(d) == {"foo": [1]}


@pytest.mark.points(2)
@pytest.mark.hint("`d[key]` asks for the value. `in` and `get` only look.")
def test_like_a_dict(sandbox, d):
    """behaves as a dict otherwise"""
    d["set"] = 5
    assert d["set"] == 5
    assert "missing" not in d
    assert d.get("missing") is None
    assert d["read"] == []
    assert sandbox.value(d) == {"set": 5, "read": []}
