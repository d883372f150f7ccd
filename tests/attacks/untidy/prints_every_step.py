# exercise: least_non_representable
# attack: C01
# must: earn everything
"""Right, and shows its whole input and, for short ones, every step."""


def least_non_representable(nums):
    print(str(nums)[:1_000_000])
    reach = 0
    for number in sorted(nums):
        if len(nums) < 1000:
            print("now", number, "reach", reach, "\r", end="\t\x1b[K\n", flush=True)
        if number > reach + 1:
            break
        reach += number
    return reach + 1
