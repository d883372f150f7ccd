# exercise: reverse_words
"""Fault: gives None where there are no words."""


def reverse_words(sentence):
    return " ".join(reversed(sentence.split())) or None
