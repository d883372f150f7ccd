# exercise: divisions
"""Known good: a loop over standard input."""

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
    try:
        print(f"{x}/{y} = {x / y}")
        print(f"{x}//{y} = {x // y}")
    except ZeroDivisionError as exc:
        print(f"{x}/{y}: {type(exc).__name__}")
sys.exit(wrong)
