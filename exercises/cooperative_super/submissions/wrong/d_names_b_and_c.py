# exercise: cooperative_super
"""Fault: D puts it together without super, as do B and C."""


class A:
    def greet(self):
        return "Hello from A"


class B(A):
    def greet(self):
        return "Hello from A" + " via B"


class C(A):
    def greet(self):
        return "Hello from A" + " via C"


class D(B, C):
    def greet(self):
        return C.greet(self) + " via B"
