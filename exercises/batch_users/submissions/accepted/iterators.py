# exercise: batch_users
"""Right: takes 100 at a time from an iterator over a set."""

from itertools import chain, islice

MOST = 100


def batches(ids):
    ids = iter(ids)
    while batch := list(islice(ids, MOST)):
        yield batch


def load_users(user_ids: list[int], db) -> list[dict]:
    found = chain.from_iterable(map(db.get_users_batch, batches(set(user_ids))))
    by_id = {user["id"]: user for user in found}
    return [by_id[user_id] for user_id in user_ids if by_id.get(user_id) is not None]
