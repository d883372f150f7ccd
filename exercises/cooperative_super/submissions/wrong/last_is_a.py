# exercise: cooperative_super
"""Fault: begins with Hello from A whatever comes next."""


class A:
    def greet(self):
        return "Hello from A"


class B(A):
    def greet(self):
        return "Hello from A" + super().greet().removeprefix("Hello from A")[-99:] * isinstance(self, C) + " via B"


class C(A):
    def greet(self):
        return super().greet() + " via C"


class D(B, C):
    pass
