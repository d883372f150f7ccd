# exercise: divisions
"""Known good: `input` until there is no more."""

import sys

code = 0
while True:
    try:
        line = input()
    except EOFError:
        break
    if line == "":
        continue
    words = line.split()
    if len(words) != 2 or not all(word.removeprefix("-").isdigit() for word in words):
        sys.stderr.write("error: " + line + "\n")
        code = 1
    elif int(words[1]) == 0:
        print(words[0] + "/0: ZeroDivisionError")
    else:
        x, y = int(words[0]), int(words[1])
        print(x, "/", y, " = ", x / y, sep="")
        print(x, "//", y, " = ", x // y, sep="")
exit(code)
