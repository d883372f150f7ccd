# exercise: least_non_representable
"""Fault: off by one, sees a gap before a number that is just one above what is reached."""


def least_non_representable(nums):
    nums = sorted(nums)
    if not nums or nums[0] != 1:
        return 1
    reach = 1
    for number in nums[1:]:
        if number > reach:
            break
        reach += number
    return reach + 1
