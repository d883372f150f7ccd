# exercise: divisions
"""Hostile: leaves a process and files behind that shall answer in the runs after the first."""

import os
import sys
import time

ANSWER = "/tmp/answer"
text = sys.stdin.read()
if os.path.exists(ANSWER):
    print(open(ANSWER).read())
elif os.fork() == 0:
    os.setsid()
    while True:
        with open(ANSWER, "w") as file:
            file.write("5/2 = 2.5\n5//2 = 2\n")
        time.sleep(0.01)
print("5/2 = 2.5\n5//2 = 2")
