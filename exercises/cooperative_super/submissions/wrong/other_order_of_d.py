# exercise: cooperative_super
"""Fault: D is derived from C and B."""


class A:
    def greet(self):
        return "Hello from A"


class B(A):
    def greet(self):
        return super().greet() + " via B"


class C(A):
    def greet(self):
        return super().greet() + " via C"


class D(C, B):
    pass
