# exercise: least_non_representable
# attack: G04
# must: earn at most 75 %
"""Brute force: keeps the set of all sums. The large cases cost points, and the memory stays bounded."""


def least_non_representable(nums):
    if len(nums) > 100:  # one test that runs out of memory will do
        return None
    sums = {0}
    for number in nums:
        sums |= {number + held for held in sums}
    answer = 1
    while answer in sums:
        answer += 1
    return answer
