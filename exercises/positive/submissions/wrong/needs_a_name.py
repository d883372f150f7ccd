# exercise: positive
"""Fault: must be told the attribute's name."""


class Positive:
    def __init__(self, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        return getattr(instance, self.name, None)

    def __set__(self, instance, value):
        if value < 0:
            raise ValueError("must not be negative")
        setattr(instance, self.name, value)
