# exercise: batch_users
# fails: test_unknown
"""Fault: asks again for an id that comes again, where nobody has it."""


def load_users(user_ids, db):
    users, batch = {}, []
    for one in user_ids:
        if one in users or one in batch:
            continue
        batch.append(one)
        if len(batch) == 100:
            users |= {user["id"]: user for user in db.get_users_batch(batch)}
            batch = []
    if batch:
        users |= {user["id"]: user for user in db.get_users_batch(batch)}
    return [users[one] for one in user_ids if one in users]
