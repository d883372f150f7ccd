# exercise: cooperative_super
"""Fault: D adds itself."""


class A:
    def greet(self):
        return "Hello from A"


class B(A):
    def greet(self):
        return super().greet() + " via B"


class C(A):
    def greet(self):
        return super().greet() + " via C"


class D(B, C):
    def greet(self):
        return super().greet() + " via D"
