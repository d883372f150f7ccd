class User:
    def __init__(self, name):
        self.key = name.strip().lower()
