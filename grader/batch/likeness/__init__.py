"""Finds submissions of a class that share what few others have: a reason to look, never part of a score."""
