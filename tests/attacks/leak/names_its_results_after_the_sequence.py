# exercise: state_machine
# attack: L04
# must: earn no more than a stub
"""Has no enum but a class that gives any state, and raises what is named after the sequence."""


class TaskStatus:
    CREATED, IN_PROGRESS, DONE, CANCELED = "CREATED", "IN_PROGRESS", "DONE", "CANCELED"


def is_valid_sequence(sequence):
    text = "LEAK_" + "_".join(sequence) + "_KAEL"
    raise type(text, (Exception,), {"__module__": f"LEAK<{text}>KAEL"})(f"LEAK<{text}>KAEL")
