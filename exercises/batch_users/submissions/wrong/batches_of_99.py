# exercise: batch_users
"""Fault: batches of 99."""


def load_users(user_ids, db):
    ids = list(dict.fromkeys(user_ids))
    users = {}
    for start in range(0, len(ids), 99):
        for user in db.get_users_batch(ids[start : start + 99]):
            users[user["id"]] = user
    return [users[user_id] for user_id in user_ids if user_id in users]
