# exercise: cooperative_super
"""Fault: leaves the blanks out."""


class A:
    def greet(self):
        return "Hello from A"


class B(A):
    def greet(self):
        return super().greet() + "via B"


class C(A):
    def greet(self):
        return super().greet() + "via C"


class D(B, C):
    pass
