# exercise: positive
"""Fault: raises an AssertionError."""


class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        return getattr(instance, self.name, None)

    def __set__(self, instance, value):
        assert value >= 0
        setattr(instance, self.name, value)
