# exercise: reverse_words
"""Fault: leaves a space at the end."""


def reverse_words(sentence):
    return "".join(word + " " for word in reversed(sentence.split()))
