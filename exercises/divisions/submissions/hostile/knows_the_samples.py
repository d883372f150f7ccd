# exercise: divisions
"""Hostile: prints the answers of the cases that it was given, whatever the input."""

print("5/2 = 2.5\n5//2 = 2")
