"""Grades a folder of submissions, loses none of them, and says what came of it."""
