# exercise: reverse_words
"""A regular expression finds the words, a deque turns them round."""

import re
from collections import deque


def reverse_words(sentence):
    found = deque()
    found.extendleft(match.group() for match in re.finditer(r"\S+", sentence))
    return " ".join(found)
