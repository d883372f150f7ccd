# exercise: divisions
# fails: test_many_lines
"""Slow: makes a new list of the lines that are left at each line."""

import sys

wrong = False
lines = sys.stdin.readlines()
while lines:
    line, lines = lines[0], list(other for other in lines[1:])
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
    print(f"{x}//{y} = {x // y}")
sys.exit(1 if wrong else 0)
