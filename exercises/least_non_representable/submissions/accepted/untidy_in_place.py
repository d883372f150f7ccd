# exercise: least_non_representable
"""Right, but untidy: sorts the argument in place, walks by index, prints."""

import logging

logging.basicConfig(level=logging.DEBUG)
DEBUG = True


def least_non_representable(nums):
    if DEBUG:
        print("got", len(nums), "numbers, starting with", nums[:10])
    nums.sort()
    answer = 1
    i = 0
    while i < len(nums) and nums[i] <= answer:
        answer += nums[i]
        i += 1
    logging.debug("answer %s after %s numbers", answer, i)
    return answer
