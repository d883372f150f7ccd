# exercise: singleton
"""Makes one too many where threads meet; a dict decides in one step which one stays."""

class Singleton:
    _kept = {}

    def __new__(cls):
        return cls._kept.setdefault("instance", super().__new__(cls))
