# exercise: divisions
"""Fault: reads the numbers as floats."""

import sys

wrong = False
for line in sys.stdin:
    line = line.rstrip("\n")
    if not line:
        continue
    try:
        x, y = map(float, line.split())
    except ValueError:
        print(f"error: {line}", file=sys.stderr)
        wrong = True
        continue
    if y == 0:
        print(f"{x}/{y}: ZeroDivisionError")
        continue
    print(f"{x}/{y} = {x / y}")
    print(f"{x}//{y} = {x // y}")
sys.exit(1 if wrong else 0)
