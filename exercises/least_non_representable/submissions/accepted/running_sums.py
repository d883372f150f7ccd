# exercise: least_non_representable
"""itertools only: each number against the sum of those before it."""

from itertools import accumulate, chain


def least_non_representable(nums):
    ordered = sorted(nums)
    answers = (total + 1 for total in accumulate(ordered, initial=0))
    following = chain(ordered, [None])
    return next(
        answer
        for answer, number in zip(answers, following, strict=True)
        if number is None or number > answer
    )
