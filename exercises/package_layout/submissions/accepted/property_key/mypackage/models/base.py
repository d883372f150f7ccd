class Named:
    def __init__(self, name):
        self._name = name
