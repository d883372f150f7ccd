# exercise: least_non_representable
# attack: C08
# must: earn everything
"""Right: sorts its argument, logs in colour, has an exit handler that raises, leaves a thread."""

import atexit
import logging
import sys
import threading
import time

logging.basicConfig(
    stream=sys.stdout, level=logging.DEBUG, format="\x1b[1;31m%(levelname)s\x1b[0m \x1b]0;title\x07%(message)s"
)
atexit.register(lambda: 1 / 0)


def least_non_representable(nums):
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
    nums.sort()
    logging.warning("sorted %s", nums[:5])
    reach = 0
    for number in nums:
        if number > reach + 1:
            break
        reach += number
    logging.critical("\x1b[2J%s", reach)
    return reach + 1
