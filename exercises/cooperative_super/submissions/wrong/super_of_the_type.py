# exercise: cooperative_super
"""Fault: takes super of the object's own class."""


class A:
    def greet(self):
        return "Hello from A"


class B(A):
    def greet(self):
        return super(type(self), self).greet() + " via B"


class C(A):
    def greet(self):
        return super().greet() + " via C"


class D(B, C):
    pass
