# exercise: batch_users
"""Fault: asks for each different user alone."""


def load_users(user_ids, db):
    ids = list(dict.fromkeys(user_ids))
    users = {}
    for user_id in ids:
        user = db.get_user(user_id)
        if user is not None:
            users[user_id] = user
    return [users[user_id] for user_id in user_ids if user_id in users]
