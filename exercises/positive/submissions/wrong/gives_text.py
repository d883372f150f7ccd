# exercise: positive
"""Fault: gives a text."""


class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        value = getattr(instance, self.name, None)
        return None if value is None else str(value)

    def __set__(self, instance, value):
        if value < 0:
            raise ValueError("must not be negative")
        setattr(instance, self.name, value)
