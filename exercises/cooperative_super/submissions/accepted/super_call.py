# exercise: cooperative_super
"""Known good: super() in B and C."""


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
    pass
