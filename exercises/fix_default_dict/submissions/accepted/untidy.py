# exercise: fix_default_dict
"""Right, but untidy: prints, counts, overrides what it need not."""

class DefaultDict(dict):
    made = 0
    def __getitem__(self, k):
        if (k in self) == False:
            DefaultDict.made = DefaultDict.made + 1
            print("made", DefaultDict.made)
            dict.update(self, {k: list()})
        return dict.__getitem__(self, k)
    def __setitem__(self, k, v): dict.__setitem__(self, k, v)
    def __repr__(self): raise ValueError
