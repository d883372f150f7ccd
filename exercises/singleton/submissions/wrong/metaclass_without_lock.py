# exercise: singleton
"""Fault: a metaclass that looks and stores without a lock."""

class Meta(type):
    instances = {}

    def __call__(cls):
        if cls not in cls.instances:
            cls.instances[cls] = super().__call__()
        return cls.instances[cls]


class Singleton(metaclass=Meta):
    pass
