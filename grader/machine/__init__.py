"""This machine's capacity and speed, and the places of our files on it."""
