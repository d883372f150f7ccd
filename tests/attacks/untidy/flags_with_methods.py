# exercise: state_machine
# attack: C07
# must: earn everything
"""Right, with an enum of strings on a base class of its own and members that cannot be copied."""

import enum


class Base(str, enum.Enum):
    def __reduce_ex__(self, protocol):
        raise TypeError("cannot be copied")

    def _generate_next_value_(name, start, count, values):
        return name[::-1]


class TaskStatus(Base):
    CANCELED = enum.auto()
    DONE = enum.auto()
    IN_PROGRESS = enum.auto()
    CREATED = enum.auto()


def is_valid_sequence(sequence):
    rank = {"DETAERC": 0, "SSERGORP_NI": 1, "ENOD": 2, "DELECNAC": 3}
    places = [rank[state.value] for _, state in zip(range(4), sequence)]
    return places in ([0], [0, 1], [0, 3], [0, 1, 2], [0, 1, 3])
