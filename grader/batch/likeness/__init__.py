"""Finds pairs of submissions that share rare code: a reason to look at them, never part of a score."""
