from ..utils import helper


class User:
    def __init__(self, name):
        self.name = name

    def key(self):
        return helper(self.name)
