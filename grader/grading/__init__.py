"""Grades submissions: what to grade, one grading, many at once, and comparing two gradings."""
