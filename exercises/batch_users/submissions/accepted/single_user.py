# exercise: batch_users
"""Right: asks for a single user where there is one id."""


def load_users(user_ids, db):
    remaining = sorted(set(user_ids))
    if not remaining:
        return []
    if len(remaining) == 1:
        user = db.get_user(remaining[0])
        return [] if user is None else [user] * len(user_ids)
    users = []
    while remaining:
        batch, remaining = remaining[:100], remaining[100:]
        users += db.get_users_batch(batch)
    places = {user["id"]: place for place, user in enumerate(users)}
    return [users[places[one]] for one in user_ids if one in places]
