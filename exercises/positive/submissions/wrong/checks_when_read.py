# exercise: positive
"""Fault: raises where a negative number is read."""


class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        value = getattr(instance, self.name, None)
        if value is not None and value < 0:
            raise ValueError("must not be negative")
        return value

    def __set__(self, instance, value):
        setattr(instance, self.name, value)
