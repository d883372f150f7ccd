# exercise: cooperative_super
"""Fault: takes no object."""


class A:
    def greet():
        return "Hello from A"


class B(A):
    def greet(self):
        return super().greet() + " via B"


class C(A):
    def greet(self):
        return super().greet() + " via C"


class D(B, C):
    pass
