# exercise: batch_users
"""Fault: the code as it was."""


def load_users(user_ids, db):
    users = []
    for user_id in user_ids:
        user = db.get_user(user_id)
        users.append(user)
    return users
