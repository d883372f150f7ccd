# exercise: state_machine
# attack: L06
# must: earn no more than a stub
"""Turns itself into another program whose name, arguments and output are the sequence."""

import os


class TaskStatus:
    CREATED, IN_PROGRESS, DONE, CANCELED = "CREATED", "IN_PROGRESS", "DONE", "CANCELED"


def is_valid_sequence(sequence):
    text = f"LEAK<{list(sequence)!r}>KAEL"
    os.write(2, text.encode())
    program = os.readlink("/proc/self/exe")
    os.execve(program, [text, "-I", "-S", "-c", f"print({text!r}); raise SystemExit({text!r})"], {})
