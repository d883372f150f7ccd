"""Messages about waiting between a test's process and process 1, and checks for data in transit.

Sent data has usually arrived when the call returns. But on a machine with much network traffic the kernel may
deliver it later, and a reader then finds nothing although data is on its way.
"""

from __future__ import annotations

import _socket as socket  # the module around it makes enumerations, which takes long
import struct

# What the process says, and what it is told: as in the frames `IDLE` and `TIME`, and when that was by the
# clock of process 1.
SAID = struct.Struct(">qq")
TOLD = struct.Struct(">q?q")
EVER = -1  # in place of a time until when it waits; less asks for real time
# How long what was sent may take to arrive. More, and nobody takes it.
NAP_SECONDS = 0.0002
MOST_NAPS = 250

_TCP = socket.IPPROTO_TCP
_STATE, _UNACKED = 0, slice(24, 28)  # where these stand in the structure tcp_info
_INFO_BYTES = 28
_SYN_SENT = 2
_NOTHING = bytes(4)


def is_under_way(sock: socket.socket) -> bool:
    """Whether data sent on `sock` has not arrived, or its connection is not established yet."""
    try:
        info = sock.getsockopt(_TCP, socket.TCP_INFO, _INFO_BYTES)
    except OSError:  # it is none, or closed
        return False
    return info[_UNACKED] != _NOTHING or info[_STATE] == _SYN_SENT


def acknowledge(sock: socket.socket) -> None:
    """Makes the kernel acknowledge received data at once, which otherwise may take 40 ms."""
    try:
        sock.setsockopt(_TCP, socket.TCP_QUICKACK, 1)
    except OSError:
        pass
