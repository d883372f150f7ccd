# exercise: divisions
# attack: S01, S04, S06
# must: earn no more than a stub
# verdicts: failed, timeout, crashed
# within: 120 seconds
"""Daemons that hold the pipes, and files, which shall answer in the runs after the first."""

import os
import signal
import sys
import time

ANSWERS = ("/tmp/answers", "/dev/shm/answers", "/tmp/program/answers", "/tmp/.local/answers")
# Who installs a module for its user finds it in the next run.
MODULES = "/tmp/.local/lib/python{}.{}/site-packages".format(*sys.version_info)


def plant(text):
    for path in ANSWERS:
        try:
            with open(path, "w") as file:
                file.write(text)
        except OSError:
            pass
    for folder in ("/tmp/program", MODULES):
        for name in ("sitecustomize.py", "usercustomize.py", "evil.pth"):
            try:
                with open(os.path.join(folder, name), "w") as file:
                    file.write("import os; print(open('/tmp/answers').read()); os._exit(0)\n")
            except OSError:
                pass


def daemon():
    os.setsid()
    if os.fork():
        os._exit(0)
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        plant("5/2 = 2.5\n5//2 = 2")
        os.write(1, b"5/2 = 2.5\n")
        time.sleep(0.05)


for path in ANSWERS:
    if os.path.exists(path):
        print(open(path).read())
        sys.exit(0)
if os.fork() == 0:
    daemon()
