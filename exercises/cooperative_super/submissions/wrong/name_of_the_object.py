# exercise: cooperative_super
"""Fault: says the name of the object's class."""


class A:
    def greet(self):
        return "Hello from A"


class B(A):
    def greet(self):
        return super().greet() + " via " + type(self).__name__


class C(A):
    def greet(self):
        return super().greet() + " via " + type(self).__name__


class D(B, C):
    pass
