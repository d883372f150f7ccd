# exercise: batch_users
"""Fault: gives a single user once, however often its id comes."""


def load_users(user_ids, db):
    ids = list(dict.fromkeys(user_ids))
    if len(ids) == 1:
        user = db.get_user(ids[0])
        return [user] if user else []
    users = {}
    for start in range(0, len(ids), 100):
        for user in db.get_users_batch(ids[start : start + 100]):
            users[user["id"]] = user
    return [users[user_id] for user_id in user_ids if user_id in users]
