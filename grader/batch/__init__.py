"""Grades a folder of submissions, keeps every result, and summarizes the results."""
