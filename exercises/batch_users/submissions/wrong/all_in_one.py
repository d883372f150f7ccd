# exercise: batch_users
"""Fault: one batch, however many ids there are."""


def load_users(user_ids, db):
    ids = list(dict.fromkeys(user_ids))
    users = {}
    for start in range(0, len(ids), len(ids) or 1):
        for user in db.get_users_batch(ids[start : start + len(ids)]):
            users[user["id"]] = user
    return [users[user_id] for user_id in user_ids if user_id in users]
