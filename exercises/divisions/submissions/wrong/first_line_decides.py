# exercise: divisions
"""Fault: its exit code tells of the first line only."""

import sys

wrong = None
for line in sys.stdin:
    line = line.rstrip("\n")
    if not line:
        continue
    try:
        x, y = map(int, line.split())
    except ValueError:
        print(f"error: {line}", file=sys.stderr)
        wrong = True if wrong is None else wrong
        continue
    wrong = bool(wrong)
    if y == 0:
        print(f"{x}/{y}: ZeroDivisionError")
        continue
    print(f"{x}/{y} = {x / y}")
    print(f"{x}//{y} = {x // y}")
sys.exit(1 if wrong else 0)
