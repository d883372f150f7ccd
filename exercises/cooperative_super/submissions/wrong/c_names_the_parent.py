# exercise: cooperative_super
"""Fault: C calls A's greet by its name."""


class A:
    def greet(self):
        return "Hello from A"


class B(A):
    def greet(self):
        return super().greet() + " via B"


class C(A):
    def greet(self):
        return A.greet(self) + " via C"


class D(B, C):
    pass
