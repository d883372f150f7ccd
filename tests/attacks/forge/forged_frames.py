# exercise: flatten
# attack: P02
# must: earn no more than a stub
# verdicts: error, failed, crashed
"""Writes answers, ends and reports in many formats, with tokens 0 to 199, to every descriptor there is."""

import json
import os
import struct
import sys

sys.path.append("/grade")  # for a copy of the protocol: that of the worker cannot be imported
from grader.wire.frames import Frame, Kind, message_bytes  # noqa: E402
from grader.wire.messages import Ended, Items, Ready, Returned, pack  # noqa: E402


def forgeries():
    for kind in Kind:
        for channel in range(3):
            yield Frame(kind, channel, pack(Ended("stopped", None, 0.0, 0.0, 0, 0))).encode()
            yield Frame(kind, channel, pack(Returned(0, True))).encode()
    for token in range(200):
        yield message_bytes(pack(Returned(token, [])))
        yield message_bytes(pack(Items(token, [], True, None)))
        yield struct.pack("<I", token) + b'{"id": %d, "result": [], "outcome": "passed"}' % token
    for words in ({"event": "done"}, {"event": "check", "verdict": "passed"}, {"passed": True, "jsonrpc": "2.0"}):
        yield json.dumps(words).encode() + b"\n"
    yield b"\x01\0\0\0\0\0\0\x05hello"
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"


def flatten(items):
    for number in range(40):
        for data in forgeries():
            try:
                os.write(number, data)
            except OSError:
                break
    return []
