# exercise: timer
# fails: test_only_the_block
"""Fault: the time begins when the timer is made, not when the block begins."""

import time


class timer:
    def __init__(self, label):
        self.label = label
        self.begin = time.perf_counter()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        print(f"{self.label}: {time.perf_counter() - self.begin:.3f}s")
