# exercise: batch_users
"""Fault: asks again for each user who was in no batch."""


def load_users(user_ids, db):
    ids = list(dict.fromkeys(user_ids))
    users = {}
    for start in range(0, len(ids), 100):
        for user in db.get_users_batch(ids[start : start + 100]):
            users[user["id"]] = user
    for user_id in ids:
        if user_id not in users and len(ids) > 1:
            db.get_user(user_id)
    return [users[user_id] for user_id in user_ids if user_id in users]
