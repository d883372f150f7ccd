# exercise: batch_users
"""Right, but untidy: a batch whenever one is full, and sorting by place."""
def load_users(user_ids, db):
    batch = []; seen = set(); all_ = []
    for i in user_ids:
        if i in seen: continue
        seen.add(i); batch.append(i)
        if len(batch) == 100:
            all_.extend(db.get_users_batch(batch)); batch = []
    if batch != []:
        all_.extend(db.get_users_batch(batch))
    print("batches", len(all_))
    where = {}
    for place, i in enumerate(user_ids):
        where.setdefault(i, []).append(place)
    pairs = []
    for u in all_:
        pairs += [(place, u) for place in where[u["id"]]]
    pairs.sort(key=lambda pair: pair[0])
    return [u.copy() for _, u in pairs]
