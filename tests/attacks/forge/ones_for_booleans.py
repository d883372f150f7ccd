# exercise: state_machine
# attack: R04
# must: earn less than everything
# verdicts: passed, failed
"""Right but for the type: 1 and 0, which equal True and False."""

import enum


class TaskStatus(enum.IntEnum):
    CREATED, IN_PROGRESS, DONE, CANCELED = range(1, 5)


def is_valid_sequence(sequence):
    state, following = 0, {0: (1,), 1: (2, 4), 2: (3, 4), 3: (), 4: ()}
    for after in sequence:
        if after not in following[state]:
            return 0
        state = int(after)
    return int(state != 0)
