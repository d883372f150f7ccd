# exercise: divisions
"""Hostile: looks for the answers in the file system, and prints what it finds."""

import os

for folder, _, files in os.walk("/"):
    if folder.startswith(("/proc", "/sys", "/usr", "/lib")):
        continue
    for name in files:
        if name.endswith(".ans"):
            with open(os.path.join(folder, name)) as file:
                print(file.read())
