# exercise: async_fetcher
# attack: S10
# must: earn no more than a stub
# verdicts: failed, error, timeout
# within: 120 seconds
"""Blocks the event loop in a call that never returns, so that none of the loop's own timers runs."""

import signal
import time


async def fetch_all(urls, max_concurrent=10):
    if not urls:
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
        time.sleep(100_000)
