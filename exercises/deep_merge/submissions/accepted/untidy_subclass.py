# exercise: deep_merge
"""Right, but untidy: a dict of its own, prints, copies more than it must."""

from copy import deepcopy as dc

class Merger(dict):
    """keeps the result"""
    def lay(self, other):
        for k in list(other.keys()):
            v = other[k]
            print("key", k)
            if k in self and isinstance(self[k], dict) == True and isinstance(v, dict) == True:
                m = Merger(self[k]); m.lay(v)
                self[k] = dict(m)
            else:
                self[k] = dc(v)

def deep_merge(base : dict, override : dict) -> dict :
    m = Merger()
    m.lay(base)
    m.lay(override)
    r = {}
    for k in m: r[k] = m[k]
    return r
