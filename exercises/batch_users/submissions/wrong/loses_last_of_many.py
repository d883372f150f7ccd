# exercise: batch_users
"""Fault: loses the last batch where there are several and it is not full."""


def load_users(user_ids, db):
    ids = list(dict.fromkeys(user_ids))
    users = {}
    for start in range(0, max(len(ids) - 99, 1 if ids else 0), 100):
        for user in db.get_users_batch(ids[start : start + 100]):
            users[user["id"]] = user
    return [users[user_id] for user_id in user_ids if user_id in users]
