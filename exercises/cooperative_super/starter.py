# exercise: cooperative_super
"""Write four classes in a diamond that greet together."""


class A:
    """The one at the top.

    >>> A().greet()
    'Hello from A'
    """


class B(A):
    """Adds " via B" to what comes next."""


class C(A):
    """Adds " via C" to what comes next."""


class D(B, C):
    """Greets as what it is derived from.

    >>> D().greet()
    'Hello from A via C via B'
    """
