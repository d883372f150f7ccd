"""What both suites of batch_users share."""

import pytest


class Database:
    """A database with a user for each of `ids`, which notes every query.

    What was once asked wrongly stays noted. The order of a batch is drawn.
    """

    def __init__(self, ids, rng):
        self._users = {one: {"id": one, "name": f"{rng.getrandbits(32):x}"} for one in ids}
        self._rng = rng
        self.inside = Inside(self)
        self.singles = []
        self.batches = []
        self.wrong = []

    def get_user(self, user_id):
        self.singles.append(user_id)
        user = self._users.get(user_id)
        return user and dict(user)

    def get_users_batch(self, user_ids):
        if type(user_ids) is not list:
            self.wrong.append("a batch that is no list")
            raise TypeError("a batch is a list of ids")
        self.batches.append([*user_ids])
        if len(user_ids) > 100:
            self.wrong.append("a batch of more than 100 ids")
            raise ValueError("too many ids")
        if any(type(one) is not int for one in user_ids):
            self.wrong.append("an id that is no whole number")
            raise TypeError("an id is a whole number")
        if len({*user_ids}) < len(user_ids):
            self.wrong.append("an id twice in a batch")
            raise ValueError("an id is there twice")
        found = [dict(self._users[one]) for one in user_ids if one in self._users]
        self._rng.shuffle(found)
        return found

    def users(self, ids):
        """The list that `load_users` should return for `ids`."""
        return [dict(self._users[one]) for one in ids if one in self._users]


class Inside:
    """What the candidate's code has of a database: two methods, and nothing that it could set back."""

    def __init__(self, database):
        self._database = database

    def get_user(self, user_id):
        return self._database.get_user(user_id)

    def get_users_batch(self, user_ids):
        return self._database.get_users_batch(user_ids)


@pytest.fixture
def database(rng):
    """Makes databases: a call with ids returns one that has a user for each of them."""
    return lambda ids: Database(ids, rng)
