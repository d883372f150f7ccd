# exercise: divisions
"""Known good: `fileinput`, and a table of operators."""

import fileinput
import operator
import os
import sys

SIGNS = {"/": operator.truediv, "//": operator.floordiv}
failed = []

for line in fileinput.input(encoding="utf-8"):
    line = line.removesuffix("\n")
    if not line:
        continue
    try:
        first, second = (int(word) for word in line.split())
    except ValueError:
        failed.append(line)
        os.write(2, f"error: {line}\n".encode())
        continue
    for sign, divide in SIGNS.items():
        try:
            print(f"{first}{sign}{second} = {divide(first, second)}")
        except ZeroDivisionError:
            print(f"{first}/{second}: ZeroDivisionError")
            break

sys.stdout.flush()
os._exit(bool(failed))
