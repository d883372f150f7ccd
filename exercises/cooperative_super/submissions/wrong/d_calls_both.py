# exercise: cooperative_super
"""Fault: D calls B and C by their names."""


class A:
    def greet(self):
        return "Hello from A"


class B(A):
    def greet(self):
        return A.greet(self) + " via B"


class C(A):
    def greet(self):
        return super().greet() + " via C"


class D(B, C):
    def greet(self):
        return C.greet(self) + " via B"
