# exercise: cooperative_super
"""Fault: skips all classes but A, B and C."""


def next_known(kind, instance):
    order = [other for other in type(instance).__mro__ if other in (A, B, C)]
    return order[order.index(kind) + 1].greet(instance)


class A:
    def greet(self):
        return "Hello from A"


class B(A):
    def greet(self):
        return next_known(B, self) + " via B"


class C(A):
    def greet(self):
        return next_known(C, self) + " via C"


class D(B, C):
    pass
