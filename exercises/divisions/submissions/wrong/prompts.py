# exercise: divisions
"""Fault: prints a prompt."""

import sys

wrong = False
while True:
    try:
        line = input("> ")
    except EOFError:
        break
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
