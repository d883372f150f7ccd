# exercise: least_non_representable
# attack: D06
# must: earn no more than a stub
# verdicts: memory
# within: 90 seconds
"""Takes 4 GiB while it is loaded, in pieces small enough for any limit on a single one."""

held = []
while len(held) < 4096:
    held.append(b"x" * (1 << 20))


def least_non_representable(nums):
    return 1
