# exercise: positive
"""Fault: all classes of one name have their values in one place."""

values = {}


class Positive:
    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        return values.get((type(instance).__name__, self.name))

    def __set__(self, instance, value):
        if value < 0:
            raise ValueError
        values[type(instance).__name__, self.name] = value
