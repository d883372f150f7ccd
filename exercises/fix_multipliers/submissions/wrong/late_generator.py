# exercise: fix_multipliers
"""Fault: a generator that binds late too: right only as long as nobody collects the functions."""

def multipliers():
    return (lambda x: i * x for i in range(4))
