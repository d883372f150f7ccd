# exercise: cooperative_super
# fails: test_of_d
"""Fault: D asks C by itself, and skips whatever stands between D and B."""


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
        return super(B, self).greet() + " via B"
