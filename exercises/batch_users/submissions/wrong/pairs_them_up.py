# exercise: batch_users
"""Fault: takes the users as if all existed and came in order."""


def load_users(user_ids, db):
    ids = list(dict.fromkeys(user_ids))
    users = {}
    for start in range(0, len(ids), 100):
        batch = ids[start : start + 100]
        users |= zip(batch, db.get_users_batch(batch))
    return [users[user_id] for user_id in user_ids if user_id in users]
