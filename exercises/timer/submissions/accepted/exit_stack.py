# exercise: timer
"""An ExitStack calls a function at the end."""

from contextlib import ExitStack
from time import time as now


def timer(label):
    def tell():
        print(label + ": " + format(now() - begin[0], "0.3f"), end="s\n")

    class Stack(ExitStack):
        def __enter__(self):
            begin.append(now())
            self.callback(tell)
            return super().__enter__()

    begin = []
    return Stack()
