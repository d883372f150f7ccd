# exercise: cooperative_super
"""Fault: A makes a list of the names of all classes in the order."""


class A:
    def greet(self):
        order = [kind.__name__ for kind in type(self).__mro__]
        return "Hello from A" + "".join(f" via {name}" for name in reversed(order) if name in "BC")


class B(A):
    def greet(self):
        return super().greet()


class C(A):
    def greet(self):
        return super().greet()


class D(B, C):
    pass
