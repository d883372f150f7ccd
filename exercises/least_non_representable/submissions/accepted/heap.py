# exercise: least_non_representable
"""A heap gives the smallest number left: stops sorting at the first gap."""

from heapq import heapify, heappop


def least_non_representable(nums):
    heap = list(nums)
    heapify(heap)
    missing = 1
    while heap and heap[0] <= missing:
        missing += heappop(heap)
    return missing
