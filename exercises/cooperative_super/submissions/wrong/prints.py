# exercise: cooperative_super
"""Fault: prints, and returns nothing."""


class A:
    def greet(self):
        print("Hello from A")
        return ""


class B(A):
    def greet(self):
        return super().greet() + " via B"


class C(A):
    def greet(self):
        return super().greet() + " via C"


class D(B, C):
    pass
