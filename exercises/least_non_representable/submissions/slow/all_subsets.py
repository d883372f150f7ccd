# exercise: least_non_representable
"""Slow: tries all subsets: 2**n of them."""

from itertools import chain, combinations


def least_non_representable(nums):
    subsets = chain.from_iterable(combinations(nums, size) for size in range(len(nums) + 1))
    sums = {sum(subset) for subset in subsets}
    answer = 1
    while answer in sums:
        answer += 1
    return answer
