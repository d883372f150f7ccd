# exercise: divisions
# fails: test_exit_code
"""Fault: ends with the number of wrong lines as exit code."""

import sys

wrong = 0
for line in sys.stdin:
    line = line.rstrip("\n")
    if not line:
        continue
    try:
        x, y = map(int, line.split())
    except ValueError:
        print(f"error: {line}", file=sys.stderr)
        wrong += 1
        continue
    if y == 0:
        print(f"{x}/{y}: ZeroDivisionError")
        continue
    print(f"{x}/{y} = {x / y}")
    print(f"{x}//{y} = {x // y}")
sys.exit(wrong)
