# exercise: cooperative_super
"""Fault: A says the name of the object's class."""


class A:
    def greet(self):
        return f"Hello from {type(self).__name__}"


class B(A):
    def greet(self):
        return super().greet() + " via B"


class C(A):
    def greet(self):
        return super().greet() + " via C"


class D(B, C):
    pass
