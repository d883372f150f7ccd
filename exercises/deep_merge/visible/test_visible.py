"""The tests of deep_merge that a candidate is given."""

import pytest
from solution import deep_merge

pytestmark = pytest.mark.group("Examples")


def check(base, override, expected):
    result = deep_merge(base, override)
    assert type(result) is dict
    assert result == expected


@pytest.mark.points(1)
def test_flat():
    """has the keys of both, and the values of the second where both have one"""
    check({"a": 1, "b": 2}, {"b": 3, "c": 4}, {"a": 1, "b": 3, "c": 4})
    check({"a": 1}, {}, {"a": 1})
    check({}, {"a": 1}, {"a": 1})


@pytest.mark.points(2)
def test_nested():
    """merges dicts that both hold under a key"""
    check(
        {"db": {"host": "localhost", "port": 5432}, "debug": True},
        {"db": {"host": "example.org"}},
        {"db": {"host": "example.org", "port": 5432}, "debug": True},
    )


@pytest.mark.points(1)
@pytest.mark.hint("Two dicts are merged. Whatever else meets, the second one wins.")
def test_other_values():
    """lets the second one win where not both are dicts"""
    check({"a": {"b": 1}, "c": [1, 2]}, {"a": None, "c": [3]}, {"a": None, "c": [3]})
    check({"a": 1}, {"a": {"b": 2}}, {"a": {"b": 2}})


@pytest.mark.points(2)
@pytest.mark.hint("What the result holds must be a copy, wherever it came from.")
def test_arguments(sandbox):
    """leaves both dicts alone, also when the result is changed"""
    base, override = {"a": {"b": [1]}, "c": [1]}, {"a": {"d": [2]}}
    held = sandbox.make("(base, override, [])", base=base, override=override)
    sandbox.make("held[2].append(merge(held[0], held[1]))", held=held, merge=deep_merge)
    assert sandbox.value(held) == (base, override, [{"a": {"b": [1], "d": [2]}, "c": [1]}])
    # Whatever is then done to the one does not show in the others.
    sandbox.make(
        "[some.append(3) for r in held[2] for some in (r['a']['b'], r['a']['d'], r['c'])]", held=held
    )
    changed = {"a": {"b": [1, 3], "d": [2, 3]}, "c": [1, 3]}
    assert sandbox.value(held) == (base, override, [changed])
    sandbox.make("[held[0]['a']['b'].append(4), held[1]['a']['d'].append(5)]", held=held)
    base["a"]["b"].append(4)
    override["a"]["d"].append(5)
    assert sandbox.value(held) == (base, override, [changed])
