# exercise: singleton
"""Fault: nothing keeps another thread from coming between looking and storing."""

class Singleton:
    _instance = None

    def __new__(cls):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance
