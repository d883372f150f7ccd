from ..utils import helper


class User:
    def __init__(self, name):
        User.key = helper(name)
