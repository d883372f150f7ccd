# exercise: divisions
# fails: test_empty_lines
"""Fault: takes an empty line for the end."""

import sys

wrong = False
for line in sys.stdin:
    line = line.rstrip("\n")
    if not line:
        break
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
    print(f"{x}//{y} = {x // y}")
sys.exit(1 if wrong else 0)
