# exercise: batch_users
"""Fault: asks for the last one alone where a batch would hold nothing else."""


def load_users(user_ids, db):
    ids = list(dict.fromkeys(user_ids))
    users = {}
    if len(ids) % 100 == 1 and len(ids) > 1:
        last = ids.pop()
        if user := db.get_user(last):
            users[last] = user
    for start in range(0, len(ids), 100):
        for user in db.get_users_batch(ids[start : start + 100]):
            users[user["id"]] = user
    return [users[user_id] for user_id in user_ids if user_id in users]
