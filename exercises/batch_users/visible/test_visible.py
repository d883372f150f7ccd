"""The tests of batch_users that a candidate is given."""

import pytest
from solution import load_users

pytestmark = pytest.mark.group("Examples")


@pytest.mark.hint("Users come in any order: keep them in a dict by their ids.")
def test_example(database):
    """gives the users in the order of the ids"""
    db = database([1, 2, 3])
    assert load_users([3, 1, 3, 99], db.inside) == db.users([3, 1, 3])
    assert db.singles == []
    assert len(db.batches) == 1


@pytest.mark.hint("range(0, len(ids), 100) counts in hundreds.")
def test_two_batches(database):
    """asks for 150 users in two batches"""
    ids = list(range(1, 151))
    db = database(ids)
    found = load_users([*ids], db.inside)
    assert db.wrong == []
    assert len(db.batches) == 2
    assert db.singles == []
    assert found == db.users(ids)
