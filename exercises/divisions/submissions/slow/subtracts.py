# exercise: divisions
"""Slow: finds the whole quotient by subtracting."""

import sys

wrong = False
for line in sys.stdin:
    line = line.rstrip("\n")
    if not line:
        continue
    try:
        x, y = map(int, line.split())
    except ValueError:
        print(f"error: {line}", file=sys.stderr)
        wrong = True
        continue
    if y == 0:
        print(f"{x}/{y}: ZeroDivisionError")
        continue
    print(f"{x}/{y} = {x / y}")
    quotient, left = 0, abs(x)
    while left >= abs(y):
        left -= abs(y)
        quotient += 1
    if x * y < 0:
        quotient = -quotient - (left > 0)
    print(f"{x}//{y} = {quotient}")
sys.exit(1 if wrong else 0)
