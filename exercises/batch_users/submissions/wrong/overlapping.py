# exercise: batch_users
"""Fault: batches overlap by one."""


def load_users(user_ids, db):
    ids = list(dict.fromkeys(user_ids))
    users = {}
    for start in range(0, len(ids) + len(ids) // 100, 100):
        for user in db.get_users_batch(ids[max(start - 1, 0) : start + 99]):
            users[user["id"]] = user
    return [users[user_id] for user_id in user_ids if user_id in users]
