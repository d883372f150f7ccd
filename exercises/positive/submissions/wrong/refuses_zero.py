# exercise: positive
"""Fault: refuses 0."""


class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        return getattr(instance, self.name, None)

    def __set__(self, instance, value):
        if value <= 0:
            raise ValueError("must not be negative")
        setattr(instance, self.name, value)
