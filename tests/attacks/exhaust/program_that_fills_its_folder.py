# exercise: divisions
# attack: D12, S07
# must: earn no more than a stub
# verdicts: output, failed
# within: 120 seconds
"""Leaves more than anybody would want to read: deep folders, odd names, links out, a file with holes."""

import os
import sys

kind = len(sys.stdin.read()) % 4
if kind == 0:
    for _ in range(3000):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
elif kind == 1:
    for number in range(3000):
        open(b"\xff\n\x1b]0;x\x07%d" % number, "w").close()
elif kind == 2:
    with open("holes", "wb") as file:
        file.truncate(30 << 20)
for name, target in (("a", "/proc/1/mem"), ("b", "/"), ("c", "/dev/zero"), ("d", "d")):
    os.symlink(target, name)
os.mkfifo("fifo")
os.rename("/tmp/program", "/tmp/elsewhere")
os.symlink("/proc/self", "/tmp/program")
