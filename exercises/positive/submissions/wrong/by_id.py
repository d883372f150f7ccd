# exercise: positive
"""Fault: keeps values by the id of an instance, which a later one may have too."""


class Positive:
    def __init__(self):
        self.values = {}

    def __get__(self, instance, owner):
        return self.values.get(id(instance))

    def __set__(self, instance, value):
        if value < 0:
            raise ValueError
        self.values[id(instance)] = value
