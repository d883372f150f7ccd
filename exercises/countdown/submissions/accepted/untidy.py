# exercise: countdown
"""Right, but untidy: the iterator lives inside, counts lists, and prints."""

class CountdownIterable:
    class It:
        def __init__(s, l): s.l = l
        def __iter__(s): return s
        def __next__(s):
            print("left", s.l)
            if len(s.l) == 0:
                raise StopIteration()
            return s.l.pop()
    def __init__(self, start):
        self.l = [ i + 1 for i in range(start) ]
    def __iter__(self): return CountdownIterable.It(list(self.l))
    def __reversed__(self): return self.It(self.l[::-1])
