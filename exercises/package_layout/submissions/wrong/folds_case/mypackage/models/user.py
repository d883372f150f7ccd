from ..utils import helper


class User:
    def __init__(self, name):
        self.key = helper(name)
