# exercise: least_non_representable
"""Buckets by bit length: inside a bucket only the smallest number and the sum matter."""


def least_non_representable(nums):
    sums = [0] * 64
    smallest = [None] * 64
    for number in nums:
        bits = number.bit_length()
        sums[bits] += number
        if smallest[bits] is None or number < smallest[bits]:
            smallest[bits] = number
    answer = 1
    for total, least in zip(sums, smallest, strict=True):
        if least is None:
            continue
        if least > answer:
            return answer
        answer += total
    return answer
