from ..utils import helper

print("loading users")


class User:
    def __init__(self, name):
        self.key = helper(name)


print(User(" Test ").key)
