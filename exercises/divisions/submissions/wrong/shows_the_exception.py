# exercise: divisions
"""Fault: names the reason in place of the line."""

import sys

wrong = False
for line in sys.stdin:
    line = line.rstrip("\n")
    if not line:
        continue
    try:
        x, y = map(int, line.split())
    except ValueError as exc:
        print(f"error: {exc}", file=sys.stderr)
        wrong = True
        continue
    if y == 0:
        print(f"{x}/{y}: ZeroDivisionError")
        continue
    print(f"{x}/{y} = {x / y}")
    print(f"{x}//{y} = {x // y}")
sys.exit(1 if wrong else 0)
