# exercise: least_non_representable
"""Counts equal numbers and takes each group at once."""

from collections import Counter


class Reach:
    def __init__(self):
        self.end = 0

    def extend(self, number, times):
        self.end += number * times

    def covers(self, number):
        return number <= self.end + 1


def least_non_representable(nums):
    reach = Reach()
    for number, times in sorted(Counter(nums).items()):
        if not reach.covers(number):
            break
        reach.extend(number, times)
    return reach.end + 1
