# exercise: cooperative_super
"""Fault: C is derived from B, and leaves it out."""


class A:
    def greet(self):
        return "Hello from A"


class B(A):
    def greet(self):
        return super().greet() + " via B"


class C(B):
    def greet(self):
        return "Hello from A via C"


class D(C):
    def greet(self):
        return "Hello from A via C via B"
