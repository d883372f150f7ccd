# -*- coding: no-such-encoding -*-
# exercise: state_machine
# attack: B01
# must: earn no more than a stub
# verdicts: error
"""Names an encoding that does not exist."""


def is_valid_sequence(sequence):
    return True
