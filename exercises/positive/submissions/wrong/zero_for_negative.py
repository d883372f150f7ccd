# exercise: positive
"""Fault: keeps 0 in place of a negative number, and says so."""


class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        return getattr(instance, self.name, None)

    def __set__(self, instance, value):
        if value < 0:
            setattr(instance, self.name, 0)
            raise ValueError("must not be negative")
        setattr(instance, self.name, value)
