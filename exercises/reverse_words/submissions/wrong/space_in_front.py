# exercise: reverse_words
"""Fault: leaves a space in front."""


def reverse_words(sentence):
    return "".join(" " + word for word in reversed(sentence.split()))
