# exercise: state_machine
# attack: L01
# must: earn at most 25 %
"""Has a real enum, and prints every sequence that it is asked about, also where the test then passes."""

import enum
import os
import sys

TaskStatus = enum.Enum("TaskStatus", "CREATED IN_PROGRESS DONE CANCELED")


def is_valid_sequence(sequence):
    text = f"LEAK<{[state.name for state in sequence]!r}>KAEL"
    print(text)
    sys.stderr.write(text + "\n")
    with open("/tmp/leak", "a") as file:
        file.write(text)
    os.write(2, text.encode())
    return True
