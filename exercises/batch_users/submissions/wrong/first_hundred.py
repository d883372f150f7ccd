# exercise: batch_users
"""Fault: only the first hundred."""


def load_users(user_ids, db):
    ids = list(dict.fromkeys(user_ids))
    users = {}
    for start in [0] if ids else []:
        for user in db.get_users_batch(ids[start : start + 100]):
            users[user["id"]] = user
    return [users[user_id] for user_id in user_ids if user_id in users]
