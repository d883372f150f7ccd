"""Computes for ever in processes that end before anybody looks, and for which nobody waits."""
import os
import signal
import time


def answer(*args, **kwargs):
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    read_end, write_end = os.pipe()
    while True:
        if os.fork() == 0:
            end = time.process_time() + 0.008
            while time.process_time() < end:
                pass
            os.write(write_end, b"x")
            os._exit(0)
        os.read(read_end, 1)


define(answer)
