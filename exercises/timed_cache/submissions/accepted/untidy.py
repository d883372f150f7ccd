# exercise: timed_cache
"""Right, but untidy: exceptions as a way to look things up, datetime as a clock."""

import datetime, functools
def timed_cache(seconds):
    life = datetime.timedelta(seconds=seconds)
    def deco(f):
        f_cache = {}
        @functools.wraps(f)
        def w(*a):
            try:
                when, what = f_cache[a]
                if datetime.datetime.now() - when > life: raise KeyError
                print("from the cache", a)
            except KeyError: pass
            else: return what
            what = f(*a)
            f_cache[a] = datetime.datetime.now(), what
            return what
        return w
    return deco
