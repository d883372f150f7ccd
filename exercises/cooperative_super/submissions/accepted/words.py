# exercise: cooperative_super
"""Right, but untidy: a list of words, and a class decorator for what B and C have in common."""

def via(cls):
    def greet(self):
        parts = [super(cls, self).greet()]
        parts += ["via", cls.__name__]; print(parts)
        return " ".join(parts)
    cls.greet = greet
    return cls

class A:
    hello = "Hello from A"
    def greet(self): return self.hello

@via
class B(A): pass
@via
class C(A): ...
class D(B, C):
    "nothing"
