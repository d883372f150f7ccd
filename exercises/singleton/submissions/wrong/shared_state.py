# exercise: singleton
"""Fault: many instances that only share what they know."""

class Singleton:
    _state = {}

    def __init__(self):
        self.__dict__ = self._state

    def __eq__(self, other):
        return type(other) is Singleton

    def __hash__(self):
        return 1
