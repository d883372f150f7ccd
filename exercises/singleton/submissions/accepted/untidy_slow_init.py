# exercise: singleton
"""Right, but untidy: sleeps while it creates, prints, has odd methods, uses a condition."""

import threading, time

c = threading.Condition()

class Singleton(object):
    inst = None
    def __new__(cls, *args, **kw):
        c.acquire()
        try:
            if Singleton.inst == None:
                print("creating")
                time.sleep(0.05)
                Singleton.inst = object.__new__(cls)
                c.notify_all()
        finally:
            c.release()
        return Singleton.inst
    def __init__(self): self.x = []; print("init")
    def __bool__(self): return False
    def __repr__(self): raise ValueError
