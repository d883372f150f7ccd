# exercise: make_counter
"""Right, but untidy: a list instead of nonlocal, arguments that nobody gives, and prints."""

def make_counter(*args) :
    calls = []
    def f(*a, **k):
        calls.append(a)
        print("called", len(calls), "times")
        return len(calls)
    return f
