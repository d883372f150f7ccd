# exercise: divisions
"""Known good: a match statement, and a function for each part."""

import sys


def is_whole(word):
    return word.lstrip("-").isdecimal() and word.count("-") <= 1 and word.isascii()


def divide(x, y):
    try:
        yield f"{x}/{y} = {x / y}"
    except ZeroDivisionError:
        yield f"{x}/{y}: ZeroDivisionError"
    else:
        yield f"{x}//{y} = {x // y}"


def run(lines):
    right = True
    for line in lines:
        match line.split():
            case []:
                pass
            case [x, y] if is_whole(x) and is_whole(y):
                for text in divide(int(x), int(y)):
                    print(text)
            case _:
                right = False
                print(f"error: {line}", file=sys.stderr)
    return right


if not run(sys.stdin.read().splitlines()):
    sys.exit(1)
