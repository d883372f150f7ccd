# exercise: divisions
"""Hostile: prints the right answers, and goes on printing."""

while True:
    print("5/2 = 2.5\n5//2 = 2")
