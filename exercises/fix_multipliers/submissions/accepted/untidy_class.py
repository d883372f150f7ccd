# exercise: fix_multipliers
"""Right, but untidy: objects that can be called, in a dict, with prints."""

class M:
    n = 0
    def __init__(self):
        self.i = M.n % 4
        M.n += 1
    def __call__(self, x):
        print(self.i, "*", x)
        return self.i * x
    def __repr__(self): raise ValueError

def multipliers():
    d = {}
    while len(d) < 4:
        m = M()
        d[m] = "multiplier"
    return d.keys()
