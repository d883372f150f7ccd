# exercise: batch_users
"""Fault: each batch holds different ids, but two may hold the same one."""


def load_users(user_ids, db):
    ids = user_ids
    users = {}
    for start in range(0, len(ids), 100):
        for user in db.get_users_batch(list(set(ids[start : start + 100]))):
            users[user["id"]] = user
    return [users[user_id] for user_id in user_ids if user_id in users]
