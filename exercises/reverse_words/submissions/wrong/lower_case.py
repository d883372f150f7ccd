# exercise: reverse_words
"""Fault: gives lower case."""


def reverse_words(sentence):
    return " ".join(reversed(sentence.lower().split()))
