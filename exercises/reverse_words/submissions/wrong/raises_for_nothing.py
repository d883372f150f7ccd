# exercise: reverse_words
"""Fault: raises where there are no words."""


def reverse_words(sentence):
    *rest, last = sentence.split()
    return " ".join([last, *reversed(rest)])
