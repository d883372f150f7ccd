# exercise: reverse_words
"""Fault: leaves the order."""


def reverse_words(sentence):
    return " ".join(sentence.split())
