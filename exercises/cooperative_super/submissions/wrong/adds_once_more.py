# exercise: cooperative_super
"""Fault: keeps the greeting, and adds to it at each call."""


class A:
    greeting = ""

    def greet(self):
        return "Hello from A"


class B(A):
    def greet(self):
        self.greeting = getattr(self, "greeting", super().greet()) + " via B"
        return self.greeting


class C(A):
    def greet(self):
        return super().greet() + " via C"


class D(B, C):
    pass
