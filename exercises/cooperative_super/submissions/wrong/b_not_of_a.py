# exercise: cooperative_super
"""Fault: B is not derived from A."""


class A:
    def greet(self):
        return "Hello from A"


class B:
    def greet(self):
        return (super().greet() if hasattr(super(), "greet") else "Hello from A") + " via B"


class C(A):
    def greet(self):
        return super().greet() + " via C"


class D(B, C):
    pass
