# exercise: cooperative_super
"""Right: super with both arguments, in each of the classes."""


class A(object):
    def greet(self):
        return "Hello from {}".format("A")


class B(A):
    def greet(self):
        greeting = super(B, self).greet()
        return f"{greeting} via B"


class C(A):
    def greet(self):
        greeting = super(C, self).greet()
        return f"{greeting} via C"


class D(B, C):
    def greet(self):
        return super(D, self).greet()
