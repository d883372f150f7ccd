# exercise: positive
"""Fault: has no __set__, so anything can be set beside it."""


class Positive:
    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        return instance.__dict__.get(self.name)
