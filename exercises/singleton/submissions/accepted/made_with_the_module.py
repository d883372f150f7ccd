# exercise: singleton
"""The instance is made while the file is loaded, before there are threads."""

class Singleton:
    __slots__ = ()

    def __new__(cls):
        return _instance


_instance = object.__new__(Singleton)
