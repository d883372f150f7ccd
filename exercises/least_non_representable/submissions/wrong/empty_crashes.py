# exercise: least_non_representable
"""Fault: the empty list raises IndexError."""


def least_non_representable(nums):
    nums = sorted(nums)
    if nums[0] > 1:
        return 1
    reach = 0
    for number in nums:
        if number > reach + 1:
            break
        reach += number
    return reach + 1
