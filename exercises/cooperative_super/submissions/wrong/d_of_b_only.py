# exercise: cooperative_super
"""Fault: D is derived from B only."""


class A:
    def greet(self):
        return "Hello from A"


class B(A):
    def greet(self):
        return super().greet() + " via B"


class C(A):
    def greet(self):
        return super().greet() + " via C"


class D(B):
    def greet(self):
        return "Hello from A via C via B"
