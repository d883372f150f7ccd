# exercise: least_non_representable
"""Known good: sort, then extend the reachable range greedily."""


def least_non_representable(nums: list[int]) -> int:
    reach = 0
    for number in sorted(nums):
        if number > reach + 1:
            break
        reach += number
    return reach + 1
