# exercise: cooperative_super
"""Fault: puts it in front."""


class A:
    def greet(self):
        return "Hello from A"


class B(A):
    def greet(self):
        return "via B " + super().greet()


class C(A):
    def greet(self):
        return "via C " + super().greet()


class D(B, C):
    pass
