# exercise: positive
"""Fault: lets numbers between -1 and 0 through."""


class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        return getattr(instance, self.name, None)

    def __set__(self, instance, value):
        if value <= -1:
            raise ValueError("must not be negative")
        setattr(instance, self.name, value)
