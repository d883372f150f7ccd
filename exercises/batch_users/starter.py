# exercise: batch_users
"""Load many users with as few questions to the database as possible."""


def load_users(user_ids, db):
    """Give the users with these ids, in this order.

    This asks the database once for each id, which takes far too long.
    """
    users = []
    for user_id in user_ids:
        user = db.get_user(user_id)
        users.append(user)
    return users
