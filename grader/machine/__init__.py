"""What this machine has, and where our files are on it."""
