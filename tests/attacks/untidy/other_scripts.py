# exercise: state_machine
# attack: C06
# must: earn everything
"""Richtig, in vielen Schriften: верно, 正しい, σωστό, صحيح, נכון, सही."""

from enum import Enum as Перечисление

class TaskStatus(Перечисление):
    CREATED = "создано"
    IN_PROGRESS = "進行中"
    DONE = "τέλος"
    CANCELED = "ملغى"
    ﬁnished = "DONE"  # which is `finished` to Python


größe, 状態 = 3, TaskStatus


def is_valid_sequence(последовательность):
    """Was danach kommt: пять возможностей."""
    名前 = "".join(статус.name[1] for _, статус in zip(range(größe + 1), последовательность))
    return 名前 in {"R", "RN", "RA", "RNO", "RNA"}
