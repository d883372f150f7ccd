# exercise: state_machine
# attack: S01
# must: earn no more than a stub
# within: 90 seconds
"""Daemons are left while the file is loaded; then the process ends itself and leaves them with the pipes."""

import os
import signal
import time

for _ in range(4):
    if os.fork() == 0:
        os.setsid()
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
        if os.fork() == 0:
            while True:
                time.sleep(1000)
        os._exit(0)
    os.wait()
os._exit(0)
