# exercise: timer
"""Right, but untidy: catches all, tells, and raises it again."""

import time
from contextlib import contextmanager
@contextmanager
def timer(label) :
    s = time.time_ns()
    err = None
    try:
        yield s
    except BaseException as e:
        err = e
    t = (time.time_ns() - s) / 10 ** 9
    print(str(label) + ":", "%.3fs" % t)
    if err is not None:
        raise err
