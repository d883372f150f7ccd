# exercise: divisions
"""Read pairs of whole numbers from standard input, and print both quotients of each.

    5 2

gives

    5/2 = 2.5
    5//2 = 2
"""

import sys

for line in sys.stdin:
    raise NotImplementedError
