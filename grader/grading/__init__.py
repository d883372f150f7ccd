"""Grades submissions: what is to be graded, one grading, many of them, and whether two agree."""
