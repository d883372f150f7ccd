# exercise: divisions
# fails: test_what_is_wrong
"""Fault: takes 1.0 for a whole number, and cuts 1.5 to one."""

import sys

wrong = False
for line in sys.stdin:
    line = line.rstrip("\n")
    if not line:
        continue
    try:
        x, y = (int(float(word)) if '.' in word or 'e' in word else int(word) for word in line.split())
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
