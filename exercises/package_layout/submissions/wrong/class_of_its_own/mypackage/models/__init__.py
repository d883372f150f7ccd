from . import user


class User(user.User):
    pass
