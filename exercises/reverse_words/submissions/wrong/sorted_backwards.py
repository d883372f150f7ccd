# exercise: reverse_words
"""Fault: sorts the words backwards."""


def reverse_words(sentence):
    return " ".join(sorted(sentence.split(), reverse=True))
