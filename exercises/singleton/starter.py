# exercise: singleton
"""Write a class that gives the same instance at every call, whichever threads make them."""


class Singleton:
    """Has one instance: every call gives that one.

    >>> Singleton() is Singleton()
    True
    """
