# exercise: reverse_words
"""Fault: splits at each space, so that several of them stay."""


def reverse_words(sentence):
    return " ".join(reversed(sentence.split(" ")))
