# exercise: batch_users
"""Fault: asks for each user alone."""


def load_users(user_ids, db):
    users = [db.get_user(user_id) for user_id in user_ids]
    return [user for user in users if user is not None]
