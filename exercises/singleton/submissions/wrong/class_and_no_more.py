# exercise: singleton
"""Fault: a class like any other."""

class Singleton:
    def __init__(self):
        self.name = "the only one"
