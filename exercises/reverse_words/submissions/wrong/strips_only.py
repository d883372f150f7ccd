# exercise: reverse_words
"""Fault: strips the ends, and keeps several spaces inside."""


def reverse_words(sentence):
    return " ".join(reversed(sentence.strip().split(" ")))
