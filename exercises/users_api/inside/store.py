"""Users in memory."""


class Store:
    """Keeps users; each is a dict with `id`, `name`, `role` and `active`."""

    def __init__(self, users=()):
        """Keeps `users`, which are dicts; each gets the next id, from 1, and defaults for missing fields."""
        self._users = {}
        for user in users:
            self.create(user)

    def find(self, id):
        """The user with that id, or None."""
        user = self._users.get(id)
        return user and dict(user)

    def find_all(self, role, active):
        """A list of the users with that role (None: any role) who are active, or who are not."""
        if type(active) is not bool:
            raise TypeError(f"active is a bool, not {active!r}")
        return [
            dict(user)
            for user in self._users.values()
            if user["active"] is active and (role is None or user["role"] == role)
        ]

    def create(self, data):
        """Adds a user with the fields in `data`, and returns that user with an id."""
        user = {"id": len(self._users) + 1, "role": "member", "active": True, **data}
        self._users[user["id"]] = user
        return dict(user)
