# exercise: parallel_map
"""Fault: calls the function itself, one item after the other."""

def parallel_map(function, items, workers=2):
    return [function(item) for item in items]
