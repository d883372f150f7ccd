# exercise: divisions
"""Known good: bytes in and out, `divmod` in place of `//`."""

import sys


class WrongLine(Exception):
    pass


def parsed(line):
    parts = line.split(b" ")
    if len(parts) != 2:
        raise WrongLine
    try:
        return int(parts[0]), int(parts[1])
    except ValueError:
        raise WrongLine from None


def main():
    wrong = 0
    for line in sys.stdin.buffer:
        line = line.strip(b"\n")
        if line == b"":
            continue
        try:
            x, y = parsed(line)
        except WrongLine:
            sys.stderr.buffer.write(b"error: %s\n" % line)
            wrong += 1
            continue
        if not y:
            sys.stdout.buffer.write(b"%d/0: ZeroDivisionError\n" % x)
            continue
        whole, _ = divmod(x, y)
        sys.stdout.buffer.write(f"{x}/{y} = {x / y!r}\n{x}//{y} = {whole}\n".encode())
    return wrong > 0


raise SystemExit(int(main()))
