# exercise: divisions
"""Known good: a regular expression says what is right, and all is printed at the end."""

import re
import sys

PAIR = re.compile(r"(-?[0-9]+) (-?[0-9]+)")


def answer(x, y):
    if y == 0:
        return [f"{x}/0: ZeroDivisionError"]
    return [f"{x}/{y} = {x / y}", f"{x}//{y} = {x // y}"]


def main():
    printed, wrong = [], []
    for line in sys.stdin.read().split("\n"):
        if found := PAIR.fullmatch(line):
            printed += answer(int(found[1]), int(found[2]))
        elif line:
            wrong.append(line)
    if printed:
        print("\n".join(printed))
    for line in wrong:
        print("error:", line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
