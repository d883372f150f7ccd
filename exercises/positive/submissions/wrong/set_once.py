# exercise: positive
"""Fault: keeps the first value only."""


class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        return getattr(instance, self.name, None)

    def __set__(self, instance, value):
        if value < 0:
            raise ValueError("must not be negative")
        if not hasattr(instance, self.name):
            setattr(instance, self.name, value)
