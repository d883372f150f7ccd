"""Hidden suite of batch_users.

The tests of users ask for few of them, so that a fault in the batches costs no points there, and those of the
batches compare users at the end.
"""

import pytest
from solution import load_users


def distinct(rng, count):
    return rng.sample(range(-99, 9999), count)


def check_users(db, ids):
    found = load_users([*ids], db.inside)
    assert type(found) is list
    assert found == db.users(ids)


def check_batches(db, ids, count):
    """Asks for so many batches, each as it should be, and for no single users."""
    found = load_users([*ids], db.inside)
    assert db.wrong == []
    assert db.singles == []
    assert len(db.batches) <= count
    assert sorted({one for batch in db.batches for one in batch}) == sorted({*ids})
    assert found == db.users(ids)


@pytest.mark.group("The users")
class TestUsers:
    @pytest.mark.hint("The database gives the users of a batch in any order, you do not.")
    def test_order(self, database, rng):
        """come in the order of the ids"""
        for count in (2, rng.randint(5, 9), rng.randint(40, 90)):
            ids = distinct(rng, count)
            db = database([*ids, 10_000])
            for order in (ids, ids[::-1], sorted(ids), rng.sample(ids, count // 2 + 1)):
                check_users(db, order)

    @pytest.mark.hint("One for each id, also where an id comes again.")
    def test_repeated(self, database, rng):
        """come as often as their ids"""
        ids = distinct(rng, rng.randint(5, 9))
        db = database(ids)
        for many in ([*ids, *ids], [ids[0], ids[1], ids[1], ids[0]], rng.choices(ids, k=60)):
            check_users(db, many)
        for count in (1, 2, 3):
            check_users(db, [ids[0]] * count)

    @pytest.mark.hint("Not every id belongs to a user.")
    def test_unknown(self, database, rng):
        """are left out where there are none"""
        known, unknown = distinct(rng, 30)[:15], distinct(rng, 15)
        unknown = [one for one in unknown if one not in known]
        db = database(known)
        for ids in ([*known, *unknown], [unknown[0], known[0], unknown[0]], unknown, unknown[:1], [known[0]]):
            many = [*ids]
            rng.shuffle(many)
            check_users(db, many)

    @pytest.mark.hint("0 is an id as any other, and no ids are no users.")
    def test_few(self, database, rng):
        """come where there is one id or none, and where an id is 0"""
        one, other = distinct(rng, 2)
        db = database({0, one, other})
        for ids in ([], [one], [0], [one, 0], [0, other, 0], []):
            check_users(db, ids)


@pytest.mark.group("The batches")
class TestBatches:
    @pytest.mark.hint("A full batch holds 100 ids, and only the last one may hold fewer.")
    def test_number(self, database, rng):
        """are no more than needed"""
        for count in (2, 99, 100, 101, 200, 201, rng.randint(202, 290), 1000):
            ids = distinct(rng, count)
            check_batches(database(ids), ids, -(-count // 100))

    @pytest.mark.hint("How many different ids are there? Each has to be asked for once.")
    def test_repeated(self, database, rng):
        """hold each id once"""
        for count in (rng.randint(2, 9), 100, rng.randint(101, 150), rng.randint(205, 250)):
            ids = distinct(rng, count)
            many = [*ids, *rng.choices(ids, k=rng.randint(150, 250))]
            for _ in range(2):
                check_batches(database(ids), many, -(-count // 100))
                rng.shuffle(many)

    @pytest.mark.hint("Who is in no batch does not exist: there is no need to ask again.")
    def test_unknown(self, database, rng):
        """are no more, and no single users are asked for, where some do not exist"""
        for count in (2, 5, 100, 150, 250):
            ids = distinct(rng, count)
            for known in (ids[: count // 2], []):
                check_batches(database(known), ids, -(-count // 100))
                # Nor where they come again.
                check_batches(database(known), [*ids, *ids[::-1]], -(-count // 100))

    @pytest.mark.hint("There is nothing to ask for where there are no ids.")
    def test_few(self, database, rng):
        """are none for no ids, and one at most for a single one"""
        (one,) = distinct(rng, 1)
        db = database([one])
        assert load_users([], db.inside) == []
        assert (db.singles, db.batches) == ([], [])
        for ids in ([one], [one, one], [one] * 150, [one + 1]):
            db = database([one])
            assert load_users([*ids], db.inside) == db.users(ids)
            assert db.wrong == []
            assert len(db.batches) <= 1
