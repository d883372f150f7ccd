# exercise: log_call
"""Right, but untidy: copies what belongs to the function by hand, prints, and configures logging."""

import logging, sys, traceback
logging.basicConfig(level = logging.INFO, stream = sys.stdout)

def log_call(func) :
    def w(*a, **k):
        logging.getLogger().info(f"Function {func.__name__} called")
        ok = 0
        try:
            r = func(*a, **k)
            ok = 1
        except Exception:
            print("failed", a, k)
            logging.getLogger().error(f"Function {func.__name__} failed: {traceback.format_exc()}")
            raise
        finally:
            if ok: logging.getLogger().info(f"Function {func.__name__} done")
        return r
    w.__name__ = func.__name__; w.__doc__ = func.__doc__
    return w
