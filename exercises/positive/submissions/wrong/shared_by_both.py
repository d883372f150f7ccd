# exercise: positive
"""Fault: keeps one value for everything."""


class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        return getattr(Positive, "value", None)

    def __set__(self, instance, value):
        if value < 0:
            raise ValueError("must not be negative")
        Positive.value = value
