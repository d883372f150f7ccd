# exercise: rate_limiter
"""Fault: limits nothing."""

def rate_limit(calls_per_second, burst=None):
    return lambda func: func
